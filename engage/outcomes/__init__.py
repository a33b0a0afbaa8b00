"""What became of it: what was heard, asked for, answered, decided and done; and what citizens want talked about."""
