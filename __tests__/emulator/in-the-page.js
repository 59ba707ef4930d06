/** Carried out in the browser: nothing from here but their arguments is known there. */

export const isNoLonger = instant => document.querySelector('#now').dateTime !== instant

export const isPast = ms => Date.parse(document.querySelector('#now').dateTime) >= ms

export const widthOfAll = () => document.documentElement.scrollWidth

export const focusedText = () => document.activeElement?.textContent ?? ''

export const motionOf = element => getComputedStyle(element).animationName

export const isFocused = element => document.activeElement === element

export const focused = () => {
  const element = document.activeElement
  if (element === null || element === document.body) return undefined
  const { outlineStyle, outlineWidth } = getComputedStyle(element)
  return {
    at: [...document.querySelectorAll('button, a, input, select, summary')].indexOf(element),
    outlined: outlineStyle !== 'none' && outlineWidth !== '0px',
  }
}

export const barriers = async () => {
  const { violations } = await globalThis.axe.run()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id} ${html} ${failureSummary}`),
  )
}

export const writeWithoutToken = async () =>
  (await fetch('clock', { method: 'POST', body: '{"advanceMs":1000}' })).status

/** From a page of another origin. */
export const tryEverything = async ({ url, token }) => {
  const ended = asked =>
    asked.then(
      ({ type }) => type,
      () => 'refused',
    )
  const move = { method: 'POST', body: '{"advanceMs":1000}' }
  const stream = new EventSource(`${url}/_internal/events`)
  const frame = document.createElement('iframe')
  frame.src = `${url}/_internal/`
  document.body.append(frame)
  await new Promise(resolve => frame.addEventListener('load', resolve))
  return {
    read: await ended(fetch(`${url}/_internal/view`)),
    write: await ended(fetch(`${url}/_internal/clock`, { ...move, headers: { 'x-local-ecs-token': token } })),
    simple: await ended(fetch(`${url}/_internal/clock`, { ...move, mode: 'no-cors' })),
    listens: stream.readyState === EventSource.OPEN,
  }
}
