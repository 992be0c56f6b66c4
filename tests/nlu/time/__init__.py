"""Tests of the time reader."""
