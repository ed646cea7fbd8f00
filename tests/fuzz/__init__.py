"""Whatever is sent, by whoever: never a server error. `make fuzz`."""
