"""What the remote engines share: one state machine, one line to a provider, one journal, one way to copy results."""
