"""Translations that a careful reader has judged, to measure how many of the serious faults transum marks."""
