"""Districts as tenants of one editorial system (docs/onboarding.md).

`grants` is what each group may do, `onboarding` takes a district in, `invitations` its people.
`spaces` answers who belongs where, `policies` and `doors` keep each district's work to itself.
"""
