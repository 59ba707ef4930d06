// The requirements, one row each. `check` throws when a plan does not meet its row; `spoil` breaks a copy of what the
// row looks at, so that a test can see that the check notices.
import { compute } from './rows/compute.mjs'
import { data } from './rows/data.mjs'
import { images } from './rows/images.mjs'
import { network } from './rows/network.mjs'
import { operations } from './rows/operations.mjs'
import { permissions } from './rows/permissions.mjs'
import { security } from './rows/security.mjs'
import { services } from './rows/services.mjs'
import { watching } from './rows/watching.mjs'
import { wiring } from './rows/wiring.mjs'

export const ENVIRONMENTS = ['dev', 'staging', 'prod']
export const rows = [...network, ...compute, ...data, ...images, ...security, ...operations, ...wiring, ...watching, ...permissions, ...services].map(row => ({
  on: ENVIRONMENTS,
  kind: 'C',
  ...row,
}))
