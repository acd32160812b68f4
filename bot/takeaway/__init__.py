"""An answer as files to take away: a workbook to work with, and one page for the boss."""
