"""Every question that can be asked, a module each: how it is typed, computed and answered."""
