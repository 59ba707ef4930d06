/** How a log may write a text: in JSON, in markup, in an address, in base64, in hex, also as a part of what is written so. Pure. */

export function spellings(text: string): string[] {
  const inAddress = encodeURIComponent(Buffer.from(text).toString())
  const strict = inAddress.replace(/[!'()*]/g, mark => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
  const addresses = [inAddress, strict].flatMap(each => [each, each.replaceAll('%20', '+')])
  return [
    text,
    decoded(text),
    ...inJson(text),
    ...inMarkup(text),
    ...addresses.flatMap(each => [each, each.replace(/%../g, found => found.toLowerCase())]),
    ...inBase64(text).flatMap(each => [each, each.replaceAll('+', '-').replaceAll('/', '_')]),
    ...inHex(text),
  ]
}

/** As bytes, in either case: Go's %x, Python's bytes.hex(); and a text that is hex or a UUID itself, in the other case. */
function inHex(text: string): string[] {
  const bytes = Buffer.from(text).toString('hex')
  const either = /^[\da-f]{8,}$|^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)
  return [bytes, bytes.toUpperCase(), ...(either ? [text.toLowerCase(), text.toUpperCase()] : [])]
}

/** As most write it, as Go does, as PHP does, as Python shows a text, and within a text that is JSON again. */
function inJson(text: string): string[] {
  const plain = JSON.stringify(text).slice(1, -1)
  const code = (mark: string) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`
  return [
    plain,
    plain.replace(/[<>&]/g, code),
    plain.replaceAll('/', '\\/'),
    plain.replace(/[\u0080-\uffff]/g, code),
    text.replaceAll('\\', '\\\\').replaceAll("'", "\\'"),
    JSON.stringify(plain).slice(1, -1),
  ]
}

function inMarkup(text: string): string[] {
  const plain = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const quoted = plain.replaceAll('"', '&quot;')
  return [plain, quoted, quoted.replaceAll("'", '&#39;'), plain.replaceAll('"', '&#34;').replaceAll("'", '&#39;')]
}

/** Whole, and what of it stays the same after one and two bytes more (`user:` before it) and before any. */
function inBase64(text: string): string[] {
  const bytes = Buffer.from(text)
  const parts = [0, 1, 2].map(before => {
    const written = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64')
    return written.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6))
  })
  return [bytes.toString('base64').replace(/=+$/, ''), ...parts.filter(part => part.length >= 8)]
}

/** Each part that is encoded, although another is not: `p%40ss%`. */
export function decoded(text: string): string {
  return text.replace(/(?:%[\da-f]{2})+/gi, found => {
    try {
      return decodeURIComponent(found)
    } catch {
      return found
    }
  })
}
