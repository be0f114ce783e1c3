"""What the lenses say at turning points that experts know, and in months without one."""
