"""Measuring the index beside its peers, on made-up rosters of any size."""
