"""Pure functions and tables: no database, no clock of their own, tested by the thousand."""
