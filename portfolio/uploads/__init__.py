"""What may be uploaded: checked by content, whichever way it comes in (form, command, shell)."""
