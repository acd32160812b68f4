"""What the advisor knows: pure rules, figures with sources, fit, plan. No I/O, no language."""
