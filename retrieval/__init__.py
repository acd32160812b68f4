"""Finding creators by style: encoder, index, filters."""
