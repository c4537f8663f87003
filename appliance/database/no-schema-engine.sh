#!/bin/sh
# Stands where Prisma expects its schema engine. Nothing of ours calls it; a caller must not believe that it worked.
echo "This project applies migrations with appliance/database/apply-migrations.ts." >&2
exit 1
