"""How quick, how large: measurements that are printed, never asserted."""
