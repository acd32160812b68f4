"""Makes data/encoder again from public data. Not installed with the package; see README.md."""
