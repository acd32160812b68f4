"""Figures of channels from the platforms' own interfaces, each by key, within its quota."""
