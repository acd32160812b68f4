"""The bot as a process of its own, with a crowd of sellers around it and bad weather: `make soak`, `make load`."""
