"""Tests of the files that go in and out."""
