"""How strong the evidence behind an entry is: rules without models, database or request.

The levels are those of the Elementary and Secondary Education Act, section 8101(21)(A), as amended by
the Every Student Succeeds Act (20 U.S.C. 7801(21)(A)). What the act leaves open follows U.S. Department
of Education, Non-Regulatory Guidance: Using Evidence to Strengthen Education Investments (2016, revised
2023), and the What Works Clearinghouse (WWC) Handbook 5.0. Neither text was at hand in full: each rule
says in its own docstring what it rests on and what was not checked against the source.
"""
