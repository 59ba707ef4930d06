/** With another emulator behind: what is answered here all the same. Everything else is passed on. */
import type { Addressee } from '../addressee.ts'
import { serviceNamed } from '../services/index.ts'

export const isOurs = ({ service, operation = '' }: Addressee): boolean =>
  serviceNamed(service)?.isOurs(operation) ?? false
