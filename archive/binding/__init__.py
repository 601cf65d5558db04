"""Cells of tables to cells of the form, by the labels above and beside them."""
