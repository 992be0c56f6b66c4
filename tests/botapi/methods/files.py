"""Photos and documents: uploaded, sent again by their file_id, and fetched."""

from io import BytesIO

from PIL import Image

from tests.botapi.errors import ApiError, bad_request
from tests.botapi.methods.registry import method
from tests.botapi.methods.sending import caption, send
from tests.botapi.objects import JsonObject, StoredFile
from tests.botapi.params import Params, Upload
from tests.botapi.state import World

MEGABYTE = 1024 * 1024
LARGEST_PHOTO = 10 * MEGABYTE
LARGEST_UPLOAD = 50 * MEGABYTE
LARGEST_DOWNLOAD = 20 * MEGABYTE
_WRONG_FILE = "wrong file_id or the file is temporarily unavailable"


@method("sendDocument")
def send_document(world: World, params: Params) -> JsonObject:
    """A file of any kind, up to 50 MB."""
    words = caption(params)
    world.writable_chat(params.chat_id())
    kept = _kept_file(world, params, "document", "documents")
    return send(world, params, document_field(kept) | words)


@method("sendPhoto")
def send_photo(world: World, params: Params) -> JsonObject:
    """A picture up to 10 MB that can be read as one, within Telegram's measures."""
    words = caption(params)
    world.writable_chat(params.chat_id())
    upload = params.upload("photo")
    if upload:
        _check_photo(upload)
    kept = _kept_file(world, params, "photo", "photos")
    return send(world, params, photo_field(kept, *_measures(kept.content)) | words)


@method("getFile")
def get_file(world: World, params: Params) -> JsonObject:
    """Where a file can be fetched; up to 20 MB."""
    kept = world.files.get(params.text("file_id") or "")
    if kept is None:
        raise bad_request(_WRONG_FILE)
    if len(kept.content) > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return kept.described() | {"file_path": kept.path}


def document_field(kept: StoredFile) -> JsonObject:
    """A file as `document`."""
    return {"document": kept.described() | {"file_name": kept.name, "mime_type": kept.mime_type}}


def photo_field(kept: StoredFile, width: int, height: int) -> JsonObject:
    """A picture as `photo`, measures in pixels."""
    return {"photo": [kept.described() | {"width": width, "height": height}]}


def _kept_file(world: World, params: Params, name: str, folder: str) -> StoredFile:
    upload = params.upload(name)
    if upload:
        _check_size(upload)
        return world.keep_file(upload.content, upload.name, upload.mime_type, folder)
    reference = params.text(name) or ""
    if reference.startswith(("http://", "https://")):
        # Nothing here reaches out to the internet.
        raise bad_request("failed to get HTTP URL content")
    if not reference:
        raise bad_request(f"there is no {name} in the request")
    if reference not in world.files:
        raise bad_request("wrong remote file identifier specified: Wrong padding length")
    return world.files[reference]


def _check_size(upload: Upload) -> None:
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > LARGEST_UPLOAD:
        raise ApiError(413, "Request Entity Too Large")


def _check_photo(upload: Upload) -> None:
    _check_size(upload)
    if len(upload.content) > LARGEST_PHOTO:
        raise bad_request(
            f"file of size {len(upload.content)} bytes is too big for a photo; the maximum size is 10485760"
        )
    width, height = _measures(upload.content)
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


def _measures(content: bytes) -> tuple[int, int]:
    try:
        with Image.open(BytesIO(content)) as picture:
            return picture.width, picture.height
    except OSError as error:
        raise bad_request("IMAGE_PROCESS_FAILED") from error
