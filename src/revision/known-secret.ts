/** Which values of an environment may be secrets: what looks like a word, a name or an address is none. Pure. */

import { hasSecretPart, isAddress, kindsOf } from '../edge/address.ts'
import { maskable } from '../edge/mask.ts'
import { isName } from '../edge/plain.ts'
import { isArn, isMail, isPath, type Variable } from './looks.ts'
import { partsOf } from './parts.ts'
import { isPlainlyTelling, isTelling } from './telling.ts'

/** The values that may be secrets, and those within them: the password of an address, the fields of a document, each line. */
export function secretsIn(environment: readonly Variable[]): string[] {
  const found = partsOf(environment).filter(isSecret)
  return [...new Set(found.map(({ value = '' }) => value.trim()))]
}

/** Those of them that are no guess: a name, an address or a form of their own tells, and they are no word of every day. */
export function surelyIn(environment: readonly Variable[]): string[] {
  const found = partsOf(environment).filter(each => isSecret(each) && isSure(each))
  return [...new Set(found.map(({ value = '' }) => value.trim()))]
}

const LEAST_SURE = 8

function isSure({ name = '', value = '' }: Variable): boolean {
  const text = value.trim()
  return text.length >= LEAST_SURE && (isAddress(text) || isTelling(name)) && !isName(text)
}

function isSecret({ name = '', value = '' }: Variable): boolean {
  const text = value.trim()
  if (SETTING.test(text) || maskable(text, LEAST).length === 0) return false
  // a short one would hide many a word that is none
  if (text.length < LEAST_BY_NAME) return isPlainlyTelling(name)
  if (isAddress(text)) return hasSecretPart(text)
  if (isPath(text) || isArn(text)) return false
  if (isTelling(name)) return true
  if (isMail(text) || SPOKEN.test(text)) return false
  return (text.length >= 8 || kindsOf(text) >= 3) && !isName(text)
}

/** Shorter ones are part of everything that is said. */
const LEAST = 3
/** From here on any name that tells is enough, and without one the looks. */
const LEAST_BY_NAME = 6

/** Options, of which each is looked at by itself, and a time as cron has it. */
const SPOKEN = /^-[\w-]+(?:[=:]\S*)?\s|^-(?:X|D|-)\S+$|^[\d*/,\s?LW#-]+$/

const SETTING = /^(?:true|false|null|none|undefined|enabled|disabled|-----[^-]+-----)$/i
