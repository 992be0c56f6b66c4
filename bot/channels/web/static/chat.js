// The chat page: sends what is typed or tapped, shows what comes back and what comes in by itself.
"use strict";

const base = location.pathname;
const stamp = document.querySelector("meta[name=stamp]").content;
const title = document.title;
const [log, form, say, state, reply] = ["log", "form", "say", "state", "reply"].map((id) => document.getElementById(id));

const SLOW = 800; // milliseconds before an answer under way is announced
const LOST = 5000; // milliseconds without a connection before that is said, and between tries
const PICTURE = /\.(png|jpe?g)$/i;

// ---- Building blocks

function element(name, text = "", className = "") {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function link(text, href, className = "card") {
  const made = element("a", text, className);
  made.href = href;
  return made;
}

function inList(name, items) {
  const list = element("ul", "", name);
  for (const inner of items) list.append(element("li")), list.lastChild.append(inner);
  return list;
}

function button({ title, payload }) {
  if (payload.startsWith("https://")) {
    const goes = link(title, payload);
    goes.target = "_blank";
    goes.rel = "noopener";
    return goes;
  }
  const made = element("button", title);
  made.type = "button";
  made.addEventListener("click", () => {
    if (made.getAttribute("aria-disabled") === "true") return;
    const all = made.closest("ul").querySelectorAll("button");
    // Not `disabled`: that would throw the keyboard's focus back to the top of the page.
    const use = (used) => all.forEach((one) => one.setAttribute("aria-disabled", used));
    use(true);
    ask({ button: payload }, title, () => use(false));
  });
  return made;
}

function card(contact) {
  const made = element("div", "", "contact");
  made.append(element("strong", contact.name), element("span", [contact.role, contact.organisation].filter(Boolean).join(", ")));
  if (contact.phone) made.append(link(`Bel ${contact.phone}`, `tel:${contact.phone.replace(/[^+\d]/g, "")}`, ""));
  if (contact.email) made.append(link(`Mail ${contact.email}`, `mailto:${contact.email}`, ""));
  return made;
}

function file({ name, content }) {
  const bytes = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
  const made = link("", URL.createObjectURL(new Blob([bytes])));
  made.download = name;
  if (PICTURE.test(name)) {
    const picture = element("img");
    picture.src = `data:image/${/png$/i.test(name) ? "png" : "jpeg"};base64,${content}`;
    picture.alt = `Plaatje ${name}, staat ook in de tekst hierboven. Bewaren.`;
    made.className = "picture";
    made.append(picture);
  } else {
    made.textContent = `Bewaar ${name}`;
  }
  return made;
}

// ---- Showing

function show(message, from) {
  const nearEnd = innerHeight + scrollY > document.documentElement.scrollHeight - 120;
  const item = element("li", "", from);
  item.append(element("span", from === "mine" ? "Jij: " : "Kortelijn: ", "hidden"), element("p", message.text));
  const { contacts = [], files = [], buttons = [], ids = [] } = message;
  if (contacts.length) item.append(inList("contacts", contacts.map(card)));
  if (files.length) item.append(inList("files", files.map(file)));
  if (buttons.length) item.append(inList("buttons", buttons.map(button)));
  if (ids.length === 1) item.append(answerTo(ids[0], message.text));
  log.append(item);
  if (nearEnd || from === "mine") scrollTo(0, document.documentElement.scrollHeight);
  return item;
}

// ---- Answering one message that came by itself: then "dit gezin" is the one in that message

let replyingTo = null;

function answerTo(id, text) {
  const made = element("button", "Antwoord hierop", "answer");
  made.type = "button";
  made.addEventListener("click", () => {
    replyingTo = id;
    document.getElementById("reply-to").textContent = `Antwoord op: ${text.slice(0, 60)}${text.length > 60 ? " …" : ""}`;
    reply.hidden = false;
    say.focus();
  });
  return made;
}

function replyToNothing() {
  replyingTo = null;
  reply.hidden = true;
  say.focus();
}

// ---- Sending

async function post(path, body) {
  const answer = await fetch(`${base}/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Kortelijn": stamp },
    body: JSON.stringify(body),
    keepalive: path === "gezien", // Also when the page closes right after.
  });
  if (answer.status === 401) location.assign("/inloggen");
  return answer.json();
}

// Sends something that is shown as said by this person; `giveBack` is called when it did not get through.
async function ask(body, shown, giveBack) {
  const mine = show({ text: shown }, "mine");
  const slow = setTimeout(() => { state.textContent = "Even kijken …"; }, SLOW);
  try {
    const said = await post("bericht", body);
    state.textContent = said.error || "";
    for (const message of said.messages || []) show(message, "from-bot");
  } catch {
    mine.remove();
    giveBack();
    state.textContent = "Geen verbinding. Je bericht is niet verstuurd; probeer het zo nog eens.";
  } finally {
    clearTimeout(slow);
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = say.value.trim();
  if (!text) return;
  say.value = "";
  const body = replyingTo ? { text, reply_to: replyingTo } : { text };
  replyToNothing();
  ask(body, text, () => { say.value = say.value || text; });
});

say.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});

document.getElementById("no-reply").addEventListener("click", replyToNothing);

// ---- What comes by itself: each id is shown once, and the server is told when it was before somebody's eyes

const known = new Set();
let unseen = [];
let source = null;
let missing = 0;

function arrive(message) {
  if (!message.ids.every((id) => known.has(id))) {
    show(message, "from-bot");
    message.ids.forEach((id) => known.add(id));
  }
  unseen.push(...message.ids);
  tell();
}

function tell() {
  const count = new Set(unseen).size;
  document.title = document.hidden && count ? `(${count}) ${title}` : title;
  if (document.hidden || !count) return;
  const ids = unseen;
  unseen = [];
  post("gezien", { ids }).catch(() => { unseen.push(...ids); });
}

function listen() {
  if (source) source.close();
  source = new EventSource(`${base}/berichten?zichtbaar=${document.hidden ? 0 : 1}`);
  source.addEventListener("message", (event) => arrive(JSON.parse(event.data)));
  source.addEventListener("open", found);
  source.addEventListener("error", lost);
}

function found() {
  clearTimeout(missing);
  if (missing) state.textContent = "";
  missing = 0;
  tell();
}

function lost() {
  missing = missing || setTimeout(() => { state.textContent = "Geen verbinding. Ik blijf het proberen."; }, LOST);
  if (source.readyState !== EventSource.CLOSED) return; // The browser itself tries again.
  setTimeout(listen, LOST);
  post("gezien", { ids: [] }).catch(() => {}); // Goes to the login when the session is over.
}

document.addEventListener("visibilitychange", () => {
  tell();
  listen();
});
addEventListener("pagehide", () => { if (source) source.close(); });
addEventListener("pageshow", (event) => { if (event.persisted) listen(); });

// ---- Beginning

post("begin", {})
  .then((said) => (said.messages || []).forEach((message) => show(message, "from-bot")))
  .catch(() => { state.textContent = "Geen verbinding. Laad deze pagina opnieuw."; })
  .finally(listen);
say.focus();
