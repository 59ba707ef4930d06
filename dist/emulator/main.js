/** The page: a snapshot, read again when the journal says that something happened, and shown. */

import { plain, show } from './dom.js'
import { listen, read, write } from './door.js'
import { requests } from './requests.js'
import { rollout } from './rollout.js'
import { scaling } from './scaling.js'
import { services } from './services.js'
import { showSteering, steer } from './steering.js'
import { targets, task } from './task.js'
import { bare, events, timeline } from './timeline.js'
import { dateTimeOf } from './words.js'

const $ = selector => document.querySelector(selector)
/** Between two readings that nobody at the page asked for. */
const PAUSE = 1000

let snapshot
let chosenTask
/** A part of the names of services. */
let search = ''
let lastEvent
let readAt = 0
let timer

function chosenService() {
  try {
    return decodeURIComponent(location.hash.slice(1)) || undefined
  } catch {
    return undefined
  }
}

/** The one that moves, otherwise the first. */
function first({ clusters }) {
  const all = clusters.flatMap(({ services: some }) => some)
  return (all.find(({ movement }) => movement === 'IN_PROGRESS' || movement === 'PENDING') ?? all[0])?.arn
}

async function look() {
  clearTimeout(timer)
  timer = undefined
  readAt = performance.now()
  const wanted = () => ({ service: chosenService() ?? (snapshot && first(snapshot)), task: chosenTask })
  const before = wanted().service
  let next = await read(wanted())
  if (next.service === undefined && first(next) !== undefined && first(next) !== before) {
    history.replaceState(null, '', `#${encodeURIComponent(first(next))}`)
    next = await read(wanted())
  }
  snapshot = next
  display()
}

/** At once, or when a second has gone by since the last time. */
function lookSoon() {
  timer ??= setTimeout(() => said(look), Math.max(0, readAt + PAUSE - performance.now()))
}

function display() {
  const { clock, region, account, service } = snapshot
  showClock(clock.now)
  $('#place').textContent = `${region} · ${account}`
  document.title = service === undefined ? 'Local ECS' : `${service.name} · Local ECS`
  show($('#services'), services(snapshot, service?.arn, { search, narrow }))
  show($('#rollout'), rollout(snapshot, { task: chosenTask, choose, ring }))
  show($('#timeline > div'), timeline(snapshot))
  show($('#scaling > div'), scaling(snapshot, { ring }))
  show($('#events > div'), events(snapshot))
  show($('#task > div'), task(snapshot, { kill: snapshot.fates && kill }))
  show($('#targets > div'), targets(snapshot))
  show($('#requests > div'), requests(snapshot))
  showSteering(snapshot, act)
  announce(service)
}

/** The newest event, once, for who does not see the list grow. */
function announce(service) {
  const [newest] = service?.events ?? []
  if (newest === undefined || newest.id === lastEvent) return
  lastEvent = newest.id
  $('#said').textContent = plain(`${service.name} ${bare(newest.message, service.name)}`)
}

function showClock(now) {
  $('#now').textContent = dateTimeOf(now)
  $('#now').dateTime = new Date(now).toISOString()
}

function narrow(part) {
  search = part
  display()
}

function choose(id) {
  chosenTask = chosenTask === id ? undefined : id
  return said(look)
}

const ring = (name, state) => act(() => write('POST', 'alarms', { [name]: state }))
const kill = id => act(() => write('POST', 'kill-task', { taskId: id }))

/** Carries a write out and looks what came of it. True if it went well. */
function act(deed) {
  return said(async () => {
    await deed()
    await look()
  })
}

/** What goes wrong is said on the page. */
async function said(deed) {
  const trouble = $('#trouble')
  try {
    await deed()
    trouble.hidden = true
    return true
  } catch (error) {
    trouble.textContent = plain(error.message)
    trouble.hidden = false
    return false
  }
}

function linked(isOpen) {
  $('#link').textContent = isOpen ? 'live' : 'not connected'
  $('#link').classList.toggle('open', isOpen)
  if (isOpen) lookSoon()
}

addEventListener('hashchange', () => {
  chosenTask = undefined
  lastEvent = undefined
  return said(look)
})
$('.skip').onclick = event => {
  event.preventDefault()
  $('#main').focus()
}
steer(act)
await said(look)
// Checks of health are in no journal: time that went by is a reason to look, too.
const clock = now => {
  showClock(now)
  lookSoon()
}
listen(() => snapshot?.entries ?? 0, { changed: lookSoon, clock, linked })
