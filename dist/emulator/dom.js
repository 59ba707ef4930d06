/** Elements without markup: every text is set as text, so that no name, line or reason can become an element. */

const UNSEEN = /(?![\t\r\n])[\p{Cc}\p{Bidi_Control}]/gu
const numbered = character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** What turns a text round, or cannot be seen, by its number. */
export const plain = text => String(text).replace(UNSEEN, numbered)

/**
 * @param {string} tag
 * @param {Record<string, unknown>} [properties] attributes; `on…` handlers; `vars`, the custom properties of its style; `key`,
 *   by which it is found again
 * @param {...(Node | string | number | undefined | false | unknown[])} children
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === false) continue
    if (name.startsWith('on')) element[name] = value
    else if (name === 'key') element.dataset.key = value
    else if (name === 'vars') for (const [key, text] of Object.entries(value)) element.style.setProperty(key, text)
    else element.setAttribute(name, value === true ? '' : plain(value))
  }
  const shown = children.flat(Number.POSITIVE_INFINITY).filter(child => child !== undefined && child !== false)
  element.append(...shown.map(child => (child instanceof Node ? child : plain(child))))
  return element
}

/** Makes `parent` hold these, and touches only what is different: focus, scrolling and open details stay. */
export function show(parent, ...children) {
  adopt(parent, h('div', {}, ...children))
}

/** A list that scrolls by itself, with the keyboard too. */
export const scroller = (label, ...children) =>
  h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label }, ...children)

const HANDLERS = ['onclick', 'onchange', 'oninput']

function adopt(old, fresh) {
  const keyed = new Map([...old.children].flatMap(child => (child.dataset.key ? [[child.dataset.key, child]] : [])))
  let at = old.firstChild
  for (const next of [...fresh.childNodes]) {
    const same = counterpart(keyed, at, next)
    if (same === undefined) {
      old.insertBefore(next, at)
      continue
    }
    if (same === at) at = at.nextSibling
    else old.insertBefore(same, at)
    become(same, next)
  }
  while (at !== null) {
    const after = at.nextSibling
    at.remove()
    at = after
  }
}

function counterpart(keyed, at, next) {
  const key = next.dataset?.key
  if (key !== undefined) return keyed.get(key)
  return at !== null && at.nodeName === next.nodeName && at.dataset?.key === undefined ? at : undefined
}

function become(old, fresh) {
  if (!(old instanceof Element)) {
    if (old.data !== fresh.data) old.data = fresh.data
    return
  }
  const kept = name => name === 'style' || (name === 'open' && old.nodeName === 'DETAILS')
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && !kept(name)) old.removeAttribute(name)
  for (const { name, value } of [...fresh.attributes])
    if (!kept(name) && old.getAttribute(name) !== value) old.setAttribute(name, value)
  if (old.style.cssText !== fresh.style.cssText) old.style.cssText = fresh.style.cssText
  for (const name of HANDLERS) old[name] = fresh[name]
  adopt(old, fresh)
}
