"""How people of the network sign in: django-allauth, closed to self-registration, throttled, with TOTP."""
