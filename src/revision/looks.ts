/** What a value looks like: a word, a name, a path, an address, or something that nobody could guess. Pure. */
import { hasSecretPart, isAddress } from '../edge/address.ts'
import { isName } from '../edge/plain.ts'
import { isPlainlyTelling, isTelling } from './telling.ts'

/** As ECS has it in a task definition. */
export interface Variable {
  readonly name?: string | undefined
  readonly value?: string | undefined
}

/** Where a key lies is none. */
export const isPath = (text: string) => /^\.{0,2}\//.test(text) && isName(text)

/** Where anything of AWS is: its account and its ids are no secret. */
export const isArn = (text: string): boolean => /^arn:aws[\w-]*:[\w-]+:[\w-]*:\d*:\S+$/.test(text)

/** `support@example.com`, `git@github.com:acme/shop.git`. */
export const isMail = (text: string): boolean =>
  /^[a-z][\w.+-]{0,40}@[a-z\d-]+(?:\.[a-z\d-]+)+(?::[\w./-]+)?$/i.test(text) && text.split('@').every(isName)

/** Outside an environment what only looks random is an image's tag or a commit: a name, an address or a form has to tell. */
export const isTold = ({ name = '', value = '' }: Variable): boolean =>
  isPlainlyTelling(name) || (isTelling(name) && !isName(value.trim())) || (isAddress(value) && hasSecretPart(value))
