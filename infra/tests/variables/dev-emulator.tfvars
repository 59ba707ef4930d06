# moto cannot cancel the rotation of a password that RDS manages.
password_rotation_days = 0
