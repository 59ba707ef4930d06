#!/usr/bin/env node
import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 421:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:child_process");

/***/ }),

/***/ 598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 474:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:events");

/***/ }),

/***/ 24:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 67:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");

/***/ }),

/***/ 30:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");

/***/ }),

/***/ 161:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");

/***/ }),

/***/ 75:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream");

/***/ }),

/***/ 500:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");

/***/ }),

/***/ 975:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");

/***/ }),

/***/ 877:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:v8");

/***/ }),

/***/ 833:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   R: () => (/* binding */ parseCommand)
/* harmony export */ });
/* unused harmony export usage */
/* harmony import */ var _nearest_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(621);
/* harmony import */ var _options_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(329);
/* harmony import */ var _version_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(963);
/** The command line and the environment: both say the same options. */



/** What --help says of each option: what its value looks like, and what it is for. */
const SHOWN = {
    'Where it is reached': {
        port: ['PORT', 'port to listen on; 0 takes a free one'],
        host: ['ADDRESS', '127.0.0.1, 0.0.0.0 or ::'],
        allowHost: ['NAME,…', 'more names it may be called by, such as that of its container'],
    },
    'Tasks and time': {
        tasks: ['KIND', 'simulated (scripted, no Docker) or docker (real containers)'],
        clock: ['KIND', 'real, or virtual: time moves only through the control door'],
        speed: ['NUMBER', "divides ECS's own waiting times"],
        rollbackDelay: ['SECONDS', 'from a tripped breaker to its rollback; about 40 on AWS'],
        seed: ['NUMBER', 'decides ids and the small differences between tasks'],
    },
    'What it is': {
        region: ['REGION', 'appears in ARNs'],
        otherRegions: ['HOW', 'refused as on AWS, or taken: what is signed for them is for this one'],
        account: ['DIGITS', 'appears in ARNs; 12 digits'],
        state: ['FILE', 'read at the start, if it is there, and written at the end'],
        policy: ['FILE', 'an IAM policy for every caller but the access key admin'],
    },
    'With --tasks docker': {
        registry: ['URL', 'where CNCF Distribution listens'],
        hosts: ['NAME=ADDRESS,…', "more names for every task's /etc/hosts; gateway is this machine"],
    },
    'In front of another emulator': {
        behind: ['URL', 'what is not served here is passed on to it'],
        listeners: ['PORT=PORT,…', 'with --tasks docker: where listeners are opened'],
    },
};
const WIDTH = 28;
const line = (flag, what) => `  ${flag.padEnd(WIDTH)}${what}`;
function usage() {
    const groups = Object.entries(SHOWN).map(([title, options]) => {
        const lines = Object.entries(options).map(([name, [value, what]]) => {
            const standard = _options_js__WEBPACK_IMPORTED_MODULE_0__/* .DEFAULTS */ .zY[name];
            return line(`${(0,_options_js__WEBPACK_IMPORTED_MODULE_0__/* .flagOf */ .iP)(name)} ${value}`, `${what}${standard === '' ? '' : ` (default ${standard})`}`);
        });
        return [`${title}:`, ...lines].join('\n');
    });
    const others = ['Others:', line('--help', 'this text'), line('--version', 'the version')].join('\n');
    return `usage: local-ecs [--OPTION VALUE | --OPTION=VALUE]…

Each option can stand in the environment, too: --allow-host as ${variableOf('allowHost')}.

${[...groups, others].join('\n\n')}
`;
}
const PREFIX = 'EVENKEEL_ECS_';
const NAMES = Object.keys(_options_js__WEBPACK_IMPORTED_MODULE_0__/* .DEFAULTS */ .zY);
const variableOf = (name) => PREFIX + (0,_options_js__WEBPACK_IMPORTED_MODULE_0__/* .flagOf */ .iP)(name).slice(2).replaceAll('-', '_').toUpperCase();
/**
 * @param argv without node and the script.
 * @param env only what begins with `EVENKEEL_ECS_` is read; the command line comes first.
 * @throws Error with a line for everything that is wrong.
 */
function parseCommand(argv, env = {}) {
    if (argv.some(word => word === '--help' || word === '-h'))
        return { kind: 'say', text: usage() };
    if (argv.includes('--version'))
        return { kind: 'say', text: `${_version_js__WEBPACK_IMPORTED_MODULE_1__/* .VERSION */ .x}\n` };
    const faults = [];
    const given = { ...fromEnvironment(env, faults), ...fromArguments(argv, faults) };
    const options = { ..._options_js__WEBPACK_IMPORTED_MODULE_0__/* .DEFAULTS */ .zY, ...given };
    try {
        (0,_options_js__WEBPACK_IMPORTED_MODULE_0__/* .checkOptions */ .Jr)(options);
    }
    catch (error) {
        faults.push(error.message);
    }
    if (faults.length > 0)
        throw new Error(`${faults.join('\n')}\nlocal-ecs --help lists all options.`);
    return { kind: 'start', options };
}
function fromArguments(argv, faults) {
    const given = {};
    const words = [...argv];
    for (let word = words.shift(); word !== undefined; word = words.shift()) {
        const [, flag = '', joined] = /^(--[^=]+)(?:=(.*))?$/s.exec(word) ?? [];
        const name = NAMES.find(each => (0,_options_js__WEBPACK_IMPORTED_MODULE_0__/* .flagOf */ .iP)(each) === flag || `--${each}` === flag);
        if (name === undefined) {
            faults.push(unknown(word, flag));
            // What follows an unknown option is its value.
            if (flag !== '' && joined === undefined && words[0]?.startsWith('--') === false)
                words.shift();
            continue;
        }
        const value = joined ?? (words[0]?.startsWith('--') ? undefined : words.shift());
        if (value === undefined)
            faults.push(`${flag} needs a value.`);
        else if (given[name] !== undefined)
            faults.push(`${flag} is given twice.`);
        else
            given[name] = readAs(name, value);
    }
    return given;
}
const unknown = (word, flag) => flag === ''
    ? `An option begins with --, and ${JSON.stringify(word)} does not.`
    : `There is no option ${flag}${hint(flag)}`;
const hint = (flag) => {
    const other = (0,_nearest_js__WEBPACK_IMPORTED_MODULE_2__/* .nearest */ .p)(flag, ['--help', '--version']);
    return other === undefined ? (0,_options_js__WEBPACK_IMPORTED_MODULE_0__/* .meant */ .wx)(flag) : `, did you mean ${other}?`;
};
function fromEnvironment(env, faults) {
    const given = {};
    for (const [variable, value] of Object.entries(env)) {
        if (!variable.startsWith(PREFIX) || value === undefined)
            continue;
        const name = NAMES.find(each => variableOf(each) === variable);
        if (name !== undefined)
            given[name] = readAs(name, value);
        else {
            const near = (0,_nearest_js__WEBPACK_IMPORTED_MODULE_2__/* .nearest */ .p)(variable, NAMES.map(variableOf));
            faults.push(`There is no option behind ${variable}${near === undefined ? '.' : `, did you mean ${near}?`}`);
        }
    }
    return given;
}
/** A number where one is due and it is one; what is none is refused as it was written. */
const readAs = (name, text) => typeof _options_js__WEBPACK_IMPORTED_MODULE_0__/* .DEFAULTS */ .zY[name] === 'number' && /^[+-]?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;


/***/ }),

/***/ 393:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ loginOf),
/* harmony export */   N: () => (/* binding */ passwordOf)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(598);
/** The password of `docker login`: the run's secret, and whom it was given to. */

const passwordOf = (caller, secret) => `${secret}.${Buffer.from(caller).toString('base64url')}`;
/** Whose login this is; the emulator's own tasks bear the bare secret. */
function loginOf(authorization, secret) {
    const [scheme, encoded = ''] = authorization.split(' ');
    if (scheme !== 'Basic')
        return undefined;
    const [, password = ''] = /^AWS:(.*)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? [];
    if (isSame(password, secret))
        return { caller: undefined };
    const at = password.lastIndexOf('.');
    if (at < 0 || !isSame(password.slice(0, at), secret))
        return undefined;
    return { caller: Buffer.from(password.slice(at + 1), 'base64url').toString() };
}
function isSame(given, expected) {
    const [a, b] = [Buffer.from(given), Buffer.from(expected)];
    return a.length === b.length && (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.timingSafeEqual)(a, b);
}


/***/ }),

/***/ 660:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   k: () => (/* binding */ hostNamesOf),
/* harmony export */   u: () => (/* binding */ isHostName)
/* harmony export */ });
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(30);
/** By which names the local ECS may be called: a web page that has its own name lead here must not reach it. */

const LOOPBACK = ['127.0.0.1', 'localhost', '::1'];
/** @param more names and addresses besides those of the loopback, without a port. */
function hostNamesOf(more = []) {
    const known = new Set([...LOOPBACK, ...more].map(plain));
    return {
        has(host = '', arrivedAt = '') {
            const name = plain(withoutPort(host));
            return known.has(name) || (isPrivate(name) && name === plain(arrivedAt));
        },
    };
}
const isHostName = (text) => (0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIP)(text) !== 0 || /^[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_])?$/i.test(text);
/** RFC 1918, RFC 4193. */
const isPrivate = (address) => (0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIPv4)(address)
    ? /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/.test(address)
    : (0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIP)(address) === 6 && /^f[cd]/.test(address);
/** `[fd00::1]:4566` → `fd00::1`. */
const withoutPort = (host) => /^\[([^\]]*)\](?::\d+)?$/.exec(host)?.[1] ?? host.replace(/:\d+$/, '');
/** One spelling of each name and address; an IPv4 address also as a socket for both kinds has it. */
function plain(name) {
    const lower = name.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '');
    return (0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIP)(lower) === 6 ? new URL(`http://[${lower}]`).hostname.slice(1, -1) : lower;
}


/***/ }),

/***/ 355:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var node_v8__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(877);
/* harmony import */ var _command_line_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(833);
/* harmony import */ var _server_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(904);
/** `local-ecs`, `node dist/emulator/index.js`: the local ECS on the command line. */



// it stands beside the tests that it is for: V8's own growth lets the heap become three times what is in use
(0,node_v8__WEBPACK_IMPORTED_MODULE_0__.setFlagsFromString)('--heap-growing-percent=40');
async function start(options) {
    const emulator = await (0,_server_js__WEBPACK_IMPORTED_MODULE_2__/* .startServer */ .U)(options);
    process.stdout.write(`${JSON.stringify({ endpoint: emulator.url, ...options, port: emulator.port })}\n`);
    let closing = false;
    const close = () => {
        if (closing)
            return;
        closing = true;
        emulator.close().then(() => process.exit(0), (error) => {
            process.stderr.write(`local ECS: ${String(error)}\n`);
            process.exit(1);
        });
    };
    process.on('SIGTERM', close);
    process.on('SIGINT', close);
}
try {
    const command = (0,_command_line_js__WEBPACK_IMPORTED_MODULE_1__/* .parseCommand */ .R)(process.argv.slice(2), process.env);
    if (command.kind === 'say')
        process.stdout.write(command.text);
    else
        await start(command.options);
}
catch (error) {
    process.stderr.write(`local ECS: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
}

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 621:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   p: () => (/* binding */ nearest)
/* harmony export */ });
/** The name that was probably meant: at most two edits away, or the same in other letters; undefined where none is. */
function nearest(word, names) {
    const plain = (text) => text.toLowerCase().replaceAll(/[-_]/g, '');
    const [best] = names
        .map(name => ({ name, edits: edits(plain(word), plain(name)) }))
        .filter(({ name, edits }) => edits <= 2 && edits <= name.length / 2)
        .sort((a, b) => a.edits - b.edits);
    return best?.name;
}
/** Letters inserted, removed or replaced. */
function edits(one, other) {
    let row = Array.from({ length: other.length + 1 }, (_, i) => i);
    for (let i = 1; i <= one.length; i++) {
        const next = [i];
        for (let j = 1; j <= other.length; j++) {
            const replaced = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
            next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
        }
        row = next;
    }
    return row.at(-1) ?? 0;
}


/***/ }),

/***/ 329:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Jr: () => (/* binding */ checkOptions),
/* harmony export */   iP: () => (/* binding */ flagOf),
/* harmony export */   n3: () => (/* binding */ hostNames),
/* harmony export */   p$: () => (/* binding */ listenerPorts),
/* harmony export */   uV: () => (/* binding */ allowedHosts),
/* harmony export */   wx: () => (/* binding */ meant),
/* harmony export */   zY: () => (/* binding */ DEFAULTS)
/* harmony export */ });
/* harmony import */ var _host_names_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(660);
/* harmony import */ var _nearest_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(621);
/** How a local ECS is started. Every default is in DEFAULTS. */


const DEFAULTS = {
    port: 4566,
    host: '127.0.0.1',
    allowHost: '',
    speed: 1,
    tasks: 'simulated',
    registry: 'http://127.0.0.1:5000',
    clock: 'real',
    seed: 1,
    region: 'ap-south-1',
    otherRegions: 'refused',
    account: '123456789012',
    hosts: '',
    behind: '',
    listeners: '',
    policy: '',
    state: '',
    rollbackDelay: 0,
};
/** `rollbackDelay` → `--rollback-delay`. */
const flagOf = (name) => `--${name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;
/**
 * @returns the options, if they are sound.
 * @throws Error with a line for each option that is not: what it must be, and what was found.
 */
function checkOptions(options) {
    const faults = Object.keys(options)
        .filter(name => !Object.hasOwn(DEFAULTS, name))
        .map(name => `There is no option ${flagOf(name)}${meant(name)}`);
    const must = (name, holds, what) => {
        if (!holds)
            faults.push(`${flagOf(name)} must be ${what}, not ${JSON.stringify(options[name])}.`);
    };
    checkNumbers(options, must);
    checkWords(options, must);
    if (options.tasks === 'docker' && options.clock === 'virtual')
        faults.push('--tasks docker needs --clock real: real containers cannot be hurried.');
    if (options.state !== '' && (options.tasks === 'docker' || options.behind !== ''))
        faults.push('--state needs simulated tasks and no --behind: containers and other emulators keep their own.');
    if (faults.length > 0)
        throw new Error(faults.join('\n'));
    return options;
}
/** `, did you mean --port?`, or a full stop. */
function meant(name) {
    const found = (0,_nearest_js__WEBPACK_IMPORTED_MODULE_1__/* .nearest */ .p)(name, Object.keys(DEFAULTS));
    return found === undefined ? '.' : `, did you mean ${flagOf(found)}?`;
}
function checkNumbers({ port, speed, seed, rollbackDelay }, must) {
    must('port', Number.isInteger(port) && port >= 0 && port < 65536, 'a whole number from 0 to 65535');
    must('speed', Number.isFinite(speed) && speed > 0, 'a number above 0');
    must('seed', Number.isInteger(seed), 'a whole number');
    must('rollbackDelay', Number.isFinite(rollbackDelay) && rollbackDelay >= 0, 'a number of seconds');
}
const HOSTS = ['127.0.0.1', '0.0.0.0', '::'];
function checkWords(options, must) {
    const { tasks, clock, host, account, region, otherRegions, registry } = options;
    must('tasks', tasks === 'simulated' || tasks === 'docker', 'simulated or docker');
    must('clock', clock === 'real' || clock === 'virtual', 'real or virtual');
    must('host', HOSTS.includes(host), '127.0.0.1, 0.0.0.0 or ::');
    must('account', /^\d{12}$/.test(account), '12 digits');
    must('region', /^[a-z0-9-]+$/.test(region), 'a region such as eu-west-1');
    must('otherRegions', otherRegions === 'refused' || otherRegions === 'taken', 'refused or taken');
    must('registry', isUrl(registry), 'the URL of a registry, http://…');
    const { behind, allowHost, hosts, listeners } = options;
    must('behind', behind === '' || isUrl(behind), 'the URL of another emulator, http://…');
    must('allowHost', isList(allowHost, _host_names_js__WEBPACK_IMPORTED_MODULE_0__/* .isHostName */ .u), 'host names or addresses without a port, a,b (no wildcards)');
    must('hosts', isList(hosts, pair => /^[a-z0-9.-]+=\S+$/i.test(pair)), 'name=address,…');
    must('listeners', isList(listeners, pair => /^\d+=\d+$/.test(pair)), 'port=port,…');
    must('policy', typeof options.policy === 'string', 'the path of a file');
    must('state', typeof options.state === 'string', 'the path of a file');
}
const isUrl = (text) => URL.canParse(text) && new URL(text).protocol === 'http:';
const isList = (text, isEntry) => typeof text === 'string' && entries(text).every(isEntry);
const entries = (text) => text.split(',').filter(entry => entry !== '');
const hostNames = ({ hosts }) => Object.fromEntries(entries(hosts).map(pair => pair.split('=', 2)));
const listenerPorts = ({ listeners }) => Object.fromEntries(entries(listeners).map(pair => [pair.split('=')[0], Number(pair.split('=')[1])]));
const allowedHosts = ({ allowHost }) => entries(allowHost);


/***/ }),

/***/ 889:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   LD: () => (/* binding */ decide),
/* harmony export */   Nm: () => (/* binding */ inForce),
/* harmony export */   TT: () => (/* binding */ targetGroupsOf),
/* harmony export */   cK: () => (/* binding */ matches)
/* harmony export */ });
/* unused harmony export forwardTo */
/** What a listener's rules make of a request, as the load balancer documents it. */
/** `draw` in [0, 1) decides between weighted target groups. */
function decide(rules, question, draw) {
    const rule = [...rules].sort(byPriority).find(({ conditions }) => conditions.every(one => holds(one, question)));
    const action = rule?.actions.find(({ type }) => type !== 'other');
    switch (action?.type) {
        case 'forward': {
            const targetGroupArn = weighted(action.groups, draw);
            return targetGroupArn === undefined ? undefined : { kind: 'forward', targetGroupArn };
        }
        case 'redirect':
            return { kind: 'redirect', status: action.status, location: location(action.to, question) };
        case 'fixed-response':
            return { kind: 'answer', status: action.status, contentType: action.contentType, body: action.body };
        default:
            return undefined;
    }
}
const rank = ({ priority }) => (priority === 'default' ? Number.POSITIVE_INFINITY : priority);
const byPriority = (a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b));
/** Rules as they are in force: where a deployment shifts traffic, ECS's weights stand in for the rule's own. */
const inForce = (rules, traffic) => rules.map(rule => {
    const groups = traffic[rule.arn ?? ''];
    return groups === undefined ? rule : { ...rule, actions: [{ type: 'forward', groups }] };
});
/** To everybody, all requests. */
const forwardTo = (arn) => [
    { priority: 'default', conditions: [], actions: [{ type: 'forward', groups: [{ arn, weight: 1 }] }] },
];
const targetGroupsOf = (rules) => rules.flatMap(({ actions }) => actions.flatMap(action => (action.type === 'forward' ? action.groups.map(({ arn }) => arn) : [])));
function holds({ field, values, header = '' }, { method, url, headers, address }) {
    const [path = '/', query = ''] = split(url);
    const [host = ''] = String(headers.host ?? '').split(':');
    switch (field) {
        case 'path-pattern':
            return values.some(pattern => matches(pattern, path));
        case 'host-header':
            return values.some(pattern => matches(pattern.toLowerCase(), host.toLowerCase()));
        case 'http-request-method':
            return values.includes(method);
        case 'http-header': {
            const given = [headers[header.toLowerCase()] ?? []].flat();
            return values.some(pattern => given.some(value => matches(pattern.toLowerCase(), value.toLowerCase())));
        }
        case 'query-string':
            return values.some(pattern => holdsQuery(pattern, query));
        case 'source-ip':
            return values.some(block => isWithin(address, block));
        default:
            return false;
    }
}
/** `*` is any text, `?` one character. */
function matches(pattern, text) {
    const expression = pattern
        .replace(/[.+^${}()|[\]\\]/g, '\\$&')
        .replaceAll('*', '.*')
        .replaceAll('?', '.');
    return new RegExp(`^${expression}$`, 's').test(text);
}
function split(url) {
    const at = url.indexOf('?');
    return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
}
/** `key=value`, or a value that any key may have. */
function holdsQuery(pattern, query) {
    const at = pattern.indexOf('=');
    return [...new URLSearchParams(query)].some(([key, value]) => at < 0 ? matches(pattern, value) : matches(pattern.slice(0, at), key) && matches(pattern.slice(at + 1), value));
}
/** IPv4 only. */
function isWithin(address, block) {
    const [base = '', length = '32'] = block.split('/');
    const [a, b] = [bits(address.replace(/^::ffff:/, '')), bits(base)];
    if (a === undefined || b === undefined)
        return false;
    const size = 2 ** (32 - Number(length));
    return Math.floor(a / size) === Math.floor(b / size);
}
function bits(address) {
    const parts = address.split('.').map(Number);
    if (parts.length !== 4 || parts.some(part => !Number.isInteger(part) || part < 0 || part > 255))
        return undefined;
    return parts.reduce((all, part) => all * 256 + part, 0);
}
function weighted(groups, draw) {
    const all = groups.reduce((sum, { weight }) => sum + weight, 0);
    let left = draw * all;
    for (const { arn, weight } of groups) {
        if (left < weight)
            return arn;
        left -= weight;
    }
    return undefined;
}
function location(to, { url, headers, protocol, port }) {
    const [path, query] = split(url);
    const host = String(headers.host ?? '').replace(/:\d+$/, '');
    const filled = (text) => text
        .replaceAll('#{protocol}', protocol.toLowerCase())
        .replaceAll('#{host}', host)
        .replaceAll('#{port}', String(port))
        .replaceAll('#{path}', path.replace(/^\//, ''))
        .replaceAll('#{query}', query);
    const search = filled(to.query);
    return `${filled(to.protocol).toLowerCase()}://${filled(to.host)}:${filled(to.port)}${filled(to.path)}${search ? `?${search}` : ''}`;
}


/***/ }),

/***/ 904:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  U: () => (/* binding */ startServer)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(598);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(24);
// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __nccwpck_require__(67);
;// CONCATENATED MODULE: ./lib/emulator/refusal.js
/** An answer that is an error, as AWS words it. */
class Refusal extends Error {
    code;
    status;
    constructor(code, message, status = 400) {
        super(message);
        this.code = code;
        this.status = status;
    }
}
const invalid = (message) => new Refusal('InvalidParameterException', message);
const client = (message) => new Refusal('ClientException', message);
/** Out by decision, and by name. */
const leftOut = (what, operation) => new Refusal('UnsupportedFeatureException', `The local ECS has no ${what}${operation === undefined ? '' : `: it does not serve ${operation}`}.`);
function required(value, name) {
    if (value === undefined || value === null || value === '')
        throw invalid(`${name} must not be empty.`);
    return value;
}

;// CONCATENATED MODULE: ./lib/emulator/services/validation.js

const validation = (code, hidden = []) => (broken) => new Refusal(code, said(broken, hidden));
/** `1 validation error detected: Value 'x' at 'type' failed to satisfy constraint: …` */
function said(broken, hidden = []) {
    const sentences = broken.map(({ at, value, rule }) => {
        const shown = hidden.some(name => name.toLowerCase() === at.toLowerCase()) ? "'***'" : quoted(value);
        return `Value ${shown} at '${at}' failed to satisfy constraint: ${rule}`;
    });
    return `${broken.length} validation error${broken.length === 1 ? '' : 's'} detected: ${sentences.join('; ')}`;
}
const LONGEST = 200;
function quoted(value) {
    if (value === null)
        return 'null';
    const text = Array.isArray(value) ? `[${value.map(plain).join(', ')}]` : plain(value);
    return `'${text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}'`;
}
const plain = (value) => (typeof value === 'object' ? JSON.stringify(value) : String(value));

;// CONCATENATED MODULE: ./lib/emulator/identity.js
/** FNV-1a with a finishing mix: 32 well-spread bits of a text. */
function spread(text) {
    let hash = 0x811c9dc5;
    for (let i = 0; i < text.length; i++)
        hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return (hash ^ (hash >>> 16)) >>> 0;
}
/** A number in [0, 1) that depends on the text alone. */
const chance = (text) => spread(text) / 2 ** 32;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-';
function letters(world, alphabet, length) {
    const root = `${world.seed}/${world.serial++}`;
    let text = '';
    for (let i = 0; i < length; i++)
        text += alphabet[spread(`${root}/${i}`) % alphabet.length];
    return text;
}
const hex = (world, length) => letters(world, '0123456789abcdef', length);
const digits = (world, length) => `7${letters(world, '0123456789', length - 1)}`;
const word = (world, length) => letters(world, LETTERS, length);
function uuid(world) {
    const h = hex(world, 32);
    return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-a${h.slice(17, 20)}-${h.slice(20)}`;
}
const arn = (world, service, resource) => `arn:aws:${service}:${world.region}:${world.account}:${resource}`;
/** A role that a request gives by its name alone, or by its ARN. */
const roleArn = ({ account }, role) => role.startsWith('arn:') ? role : `arn:aws:iam::${account}:role/${role}`;
/** An ARN of another service, region or account names nothing here, whatever its last part is. */
const isElsewhere = (world, service, given) => given.startsWith('arn:') && !given.startsWith(arn(world, service, ''));
/** The last part of an ARN or of a path; a plain name is its own last part. */
const lastPart = (text) => text.slice(text.lastIndexOf('/') + 1);

;// CONCATENATED MODULE: ./lib/emulator/policy/need.js

/** Roles that are handed to a service: what is given by its name is asked for by its ARN. */
const passing = (world, roles, service) => [...new Set(roles.filter(role => typeof role === 'string' && role !== ''))].map(resource => ({
    action: 'iam:PassRole',
    resource: roleArn(world, String(resource)),
    context: { 'iam:PassedToService': [service] },
}));
const on = (service, operation, resources) => resources.map(resource => ({ action: `${service}:${operation}`, resource }));

;// CONCATENATED MODULE: ./lib/emulator/services/application-autoscaling/needs.js


const autoscalingNeeds = (world, operation, input) => on('application-autoscaling', operation, [scalingResource(world, operation, input)]);
function scalingResource(world, operation, input) {
    if (operation.startsWith('Describe'))
        return '*';
    if (input.ResourceARN)
        return String(input.ResourceARN);
    const known = Object.values(world.scalableTargets).find(({ ResourceId }) => ResourceId === input.ResourceId);
    return known?.ScalableTargetARN ?? arn(world, 'application-autoscaling', 'scalable-target/*');
}

;// CONCATENATED MODULE: ./lib/emulator/services/application-autoscaling/find.js
/** Scalable targets and what hangs on them, by the three names that identify them. */

const invalidField = (message) => new Refusal('ValidationException', message);
const keyOf = ({ ServiceNamespace, ResourceId, ScalableDimension }, name = '') => [ServiceNamespace, ResourceId, ScalableDimension, name].join(' ');
function findTarget(world, place) {
    const found = world.scalableTargets[keyOf(place)];
    if (found === undefined)
        throw new Refusal('ObjectNotFoundException', `No scalable target found for service namespace: ${place.ServiceNamespace}, resource ID: ${place.ResourceId}, ` +
            `scalable dimension: ${place.ScalableDimension}`);
    return found;
}
function checkPlace(place) {
    const { ServiceNamespace, ResourceId, ScalableDimension } = place;
    if (!ServiceNamespace || !ResourceId || !ScalableDimension)
        throw invalidField('ServiceNamespace, ResourceId and ScalableDimension must not be null.');
    if (!ScalableDimension.startsWith(`${ServiceNamespace}:`))
        throw invalidField('Unsupported service namespace, resource type or scalable dimension');
    return { ServiceNamespace, ResourceId, ScalableDimension };
}
function checkLimits({ MinCapacity = 0, MaxCapacity = MinCapacity }) {
    // words ours
    if (MinCapacity < 0 || MaxCapacity < 0)
        throw invalidField('Minimum and maximum capacity cannot be negative');
    if (MinCapacity > MaxCapacity)
        throw invalidField('Maximum capacity cannot be less than minimum capacity');
}
/** Those of one namespace, narrowed by whatever else was given. */
function chosen(all, by) {
    return Object.values(all).filter(one => one.ServiceNamespace === by.ServiceNamespace &&
        (by.ResourceId === undefined || one.ResourceId === by.ResourceId) &&
        (by.ScalableDimension === undefined || one.ScalableDimension === by.ScalableDimension));
}

;// CONCATENATED MODULE: ./lib/emulator/journal.js
/** What happened, in order: the emulator's own event log, and each service's events as ECS words them. */

const KEPT = 100;
function record(world, at, what, details) {
    world.journal.push({ at, what, ...details });
}
function announce(world, service, at, text, action) {
    tell(world, service, at, `(service ${service.name}) ${text}`, action);
}
/** In words that do not name the service. */
function tell(world, service, at, message, action) {
    service.events.unshift({ id: uuid(world), at, message });
    if (service.events.length > KEPT)
        service.events.length = KEPT;
    service.lastComplaint = undefined;
    record(world, at, 'service-event', { service: service.name, message, ...(action && { arn: service.arn, action }) });
}
/** An announcement that is not repeated until something else was announced. */
function complain(world, service, at, text, action) {
    if (service.lastComplaint === text)
        return;
    announce(world, service, at, text, action);
    service.lastComplaint = text;
}
const taskList = (ids) => ids.map(id => `(task ${id})`).join(' ');

;// CONCATENATED MODULE: ./lib/emulator/services/cloudwatch/evaluate.js
/** CloudWatch looks at a few datapoints more than the alarm asks for; for a period of a minute, two. */
const EXTRA = 2;
const rangeOf = ({ EvaluationPeriods }) => EvaluationPeriods + EXTRA;
const COMPARISONS = {
    GreaterThanThreshold: { holds: (value, threshold) => value > threshold, words: 'greater than' },
    GreaterThanOrEqualToThreshold: {
        holds: (value, threshold) => value >= threshold,
        words: 'greater than or equal to',
    },
    LessThanThreshold: { holds: (value, threshold) => value < threshold, words: 'less than' },
    LessThanOrEqualToThreshold: { holds: (value, threshold) => value <= threshold, words: 'less than or equal to' },
};
const isComparison = (name) => Object.hasOwn(COMPARISONS, name);
/** Newest first, as many as the range has; undefined: the state stays as it is. */
function stateBy(settings, datapoints) {
    const { EvaluationPeriods, DatapointsToAlarm = EvaluationPeriods, TreatMissingData = 'missing' } = settings;
    const found = datapoints.map(({ value }) => (value === undefined ? undefined : breaches(settings, value)));
    const known = found.filter(each => each !== undefined);
    if (known.length === 0)
        return WITHOUT_DATA[TreatMissingData];
    const looked = known.slice(0, EvaluationPeriods);
    const breaching = looked.filter(Boolean).length;
    const absent = EvaluationPeriods - looked.length;
    const most = breaching + (TreatMissingData === 'notBreaching' ? 0 : absent);
    const least = breaching + (TreatMissingData === 'breaching' ? absent : 0);
    if (least >= DatapointsToAlarm)
        return 'ALARM';
    if (breaching === 0 || most < DatapointsToAlarm)
        return 'OK';
    const first = found.slice(0, EvaluationPeriods).lastIndexOf(true);
    const isOld = first + 1 >= DatapointsToAlarm && !found.slice(0, first).includes(false);
    return TreatMissingData === 'missing' && isOld ? 'ALARM' : undefined;
}
const WITHOUT_DATA = {
    missing: 'INSUFFICIENT_DATA',
    breaching: 'ALARM',
    notBreaching: 'OK',
};
const breaches = ({ ComparisonOperator, Threshold }, value) => COMPARISONS[ComparisonOperator]?.holds(value, Threshold) === true;
/** As CloudWatch words it. */
function reasonFor(settings, datapoints, before, state) {
    const { EvaluationPeriods, DatapointsToAlarm = EvaluationPeriods, ComparisonOperator, Threshold } = settings;
    const known = datapoints.filter(({ value }) => value !== undefined).slice(0, EvaluationPeriods);
    if (known.length === 0) {
        const many = EvaluationPeriods === 1 ? '1 datapoint was unknown' : `${EvaluationPeriods} datapoints were unknown`;
        return `Insufficient Data: ${many}.`;
    }
    const meant = known.filter(({ value = 0 }) => breaches(settings, value) === (state === 'ALARM'));
    const were = `${meant.length === 1 ? 'was' : 'were'}${state === 'ALARM' ? '' : ' not'}`;
    const words = COMPARISONS[ComparisonOperator]?.words;
    const needed = `minimum ${DatapointsToAlarm} datapoint${DatapointsToAlarm === 1 ? '' : 's'}`;
    return (`Threshold Crossed: ${meant.length} out of the last ${EvaluationPeriods} datapoints [${meant.map(written).join(', ')}] ` +
        `${were} ${words} the threshold (${decimal(Threshold)}) (${needed} for ${before} -> ${state} transition).`);
}
function written({ at, value = 0 }) {
    const [, year, month, day, time] = /^\d\d(\d\d)-(\d\d)-(\d\d)T(.{8})/.exec(new Date(at).toISOString()) ?? [];
    return `${decimal(value)} (${day}/${month}/${year} ${time})`;
}
const decimal = (value) => (Number.isInteger(value) ? value.toFixed(1) : String(value));

;// CONCATENATED MODULE: ./lib/emulator/services/cloudwatch/metric.js
const metricKey = ({ Namespace, MetricName, Dimensions }) => JSON.stringify([Namespace, MetricName, ...sorted(Dimensions).map(({ Name, Value }) => [Name, Value])]);
const sorted = (dimensions) => [...dimensions].sort((a, b) => (a.Name < b.Name ? -1 : Number(a.Name > b.Name)));
/** AWS keeps minutes for 15 days. No alarm looks back further than a day. */
const KEPT_MS = 25 * 3_600_000;
function addSample({ metrics }, name, sample) {
    const key = metricKey(name);
    const metric = metrics[key] ?? { name, samples: [] };
    metrics[key] = metric;
    const { samples } = metric;
    let place = samples.length;
    while (place > 0 && (samples[place - 1]?.at ?? 0) > sample.at)
        place--;
    samples.splice(place, 0, sample);
    const oldest = (samples.at(-1)?.at ?? 0) - KEPT_MS;
    const first = samples.findIndex(({ at }) => at >= oldest);
    if (first > 0)
        samples.splice(0, first);
}
const oneValue = (at, value, unit) => ({
    at,
    count: 1,
    sum: value,
    min: value,
    max: value,
    unit,
});
/** From `start`, which is in it, until `end`, which is not. */
function samplesIn({ metrics }, name, { start, end, unit }) {
    const found = metrics[metricKey(name)]?.samples ?? [];
    return found.filter(({ at, unit: its = 'None' }) => at >= start && at < end && (unit === undefined || unit === its));
}
const STATISTICS = {
    SampleCount: samples => total(samples, ({ count }) => count),
    Sum: samples => total(samples, ({ sum }) => sum),
    Average: samples => total(samples, ({ sum }) => sum) / total(samples, ({ count }) => count),
    Minimum: samples => Math.min(...samples.map(({ min }) => min)),
    Maximum: samples => Math.max(...samples.map(({ max }) => max)),
};
const total = (samples, of) => samples.reduce((sum, sample) => sum + of(sample), 0);
const PERCENTILE = /^p(\d{1,2}(?:\.\d{1,10})?|100)$/;
const isStatistic = (name) => Object.hasOwn(STATISTICS, name) || PERCENTILE.test(name);
/** Undefined without samples, and of a percentile also where only sums of several values are known. */
function statisticOf(samples, name) {
    if (samples.length === 0)
        return undefined;
    const percent = PERCENTILE.exec(name)?.[1];
    return percent === undefined ? STATISTICS[name]?.(samples) : percentile(samples, Number(percent));
}
/** The smallest value that is not below so many of a hundred. */
function percentile(samples, percent) {
    if (samples.some(({ min, max }) => min !== max))
        return undefined;
    const values = [...samples].sort((a, b) => a.min - b.min);
    const rank = (percent / 100) * total(values, ({ count }) => count);
    let passed = 0;
    for (const { count, min } of values) {
        passed += count;
        if (passed >= rank)
            return min;
    }
    return values.at(-1)?.min;
}

;// CONCATENATED MODULE: ./lib/emulator/services/cloudwatch/alarm.js
/** An alarm's state, as it is set and as it follows from its metric. */



function setState(world, name, now, state, reason) {
    const alarm = world.metricAlarms[name];
    const before = world.alarms[name];
    world.alarms[name] = state;
    if (alarm !== undefined) {
        alarm.idle = false;
        if (before !== state || alarm.reason === INITIAL)
            Object.assign(alarm, { reason, updatedAt: now });
    }
    if (before === state)
        return;
    record(world, now, 'alarm', { name, state });
    if (alarm !== undefined)
        world.rung.push(name);
}
const INITIAL = 'Unchecked: Initial alarm creation';
/** A changed alarm keeps its state until it is looked at again. */
function putAlarm(world, settings, now, tags = {}) {
    const { AlarmName: name } = settings;
    const known = world.metricAlarms[name];
    world.metricAlarms[name] = {
        settings,
        reason: known?.reason ?? INITIAL,
        updatedAt: known?.updatedAt ?? now,
        configuredAt: now,
        idle: false,
        tags: known?.tags ?? tags,
    };
    world.alarms[name] ??= 'INSUFFICIENT_DATA';
}
function deleteAlarm(world, name) {
    delete world.metricAlarms[name];
    delete world.alarms[name];
    world.rung = world.rung.filter(each => each !== name);
}
/** Of the periods that have ended until `end`, newest first. */
function datapointsOf(world, settings, { end, second, many = rangeOf(settings) }) {
    const { Namespace, MetricName, Dimensions = [], Unit: unit, Period } = settings;
    const span = Period * second;
    const statistic = settings.ExtendedStatistic ?? settings.Statistic ?? 'Average';
    return Array.from({ length: many }, (_, index) => {
        const at = end - (index + 1) * span;
        const samples = samplesIn(world, { Namespace, MetricName, Dimensions }, { start: at, end: at + span, unit });
        return { at, value: statisticOf(samples, statistic) };
    });
}
/** `second`: how long one of AWS's seconds is here. */
function judgeAlarm(world, alarm, end, second) {
    const { settings } = alarm;
    const before = world.alarms[settings.AlarmName] ?? 'INSUFFICIENT_DATA';
    const datapoints = datapointsOf(world, settings, { end, second });
    const state = stateBy(settings, datapoints) ?? before;
    setState(world, settings.AlarmName, end, state, reasonFor(settings, datapoints, before, state));
    alarm.idle = datapoints.every(({ value }) => value === undefined) && before === state && state !== 'ALARM';
}
/** A datapoint has come: those that watch its metric have something to look at. */
function wakeAlarms(world) {
    for (const alarm of Object.values(world.metricAlarms))
        alarm.idle = false;
}
const ACTIONS = { OK: 'OKActions', ALARM: 'AlarmActions', INSUFFICIENT_DATA: 'InsufficientDataActions' };
/** What its present state sets going. */
function actionsOf(world, name) {
    const settings = world.metricAlarms[name]?.settings;
    if (settings === undefined || settings.ActionsEnabled === false)
        return [];
    return settings[ACTIONS[world.alarms[name] ?? 'OK']] ?? [];
}

;// CONCATENATED MODULE: ./lib/emulator/services/application-autoscaling/tracking-alarms.js
/** The two alarms of a target tracking policy, named and set as AWS does. */



const alarmName = ({ ResourceId, id }, side) => `TargetTracking-${ResourceId}-${side}-${id}`;
function putAlarms(world, policy, now) {
    const configuration = policy.TargetTrackingScalingPolicyConfiguration;
    if (configuration === undefined)
        return;
    const watched = metricOf(policy.ResourceId ?? '', configuration);
    const shared = {
        ...watched,
        AlarmDescription: `DO NOT EDIT OR DELETE. For TargetTrackingScaling policy ${policy.PolicyARN}.`,
        ActionsEnabled: true,
        AlarmActions: [policy.PolicyARN],
        Period: 60,
    };
    const { TargetValue } = configuration;
    putAlarm(world, {
        ...shared,
        AlarmName: alarmName(policy, 'AlarmHigh'),
        EvaluationPeriods: 3,
        Threshold: TargetValue,
        ComparisonOperator: 'GreaterThanThreshold',
    }, now);
    if (configuration.DisableScaleIn === true) {
        deleteAlarm(world, alarmName(policy, 'AlarmLow'));
        return;
    }
    putAlarm(world, {
        ...shared,
        AlarmName: alarmName(policy, 'AlarmLow'),
        EvaluationPeriods: 15,
        Threshold: lowOf(TargetValue),
        ComparisonOperator: 'LessThanThreshold',
    }, now);
}
function deleteAlarmsOf(world, policy) {
    if (policy.TargetTrackingScalingPolicyConfiguration === undefined)
        return;
    deleteAlarm(world, alarmName(policy, 'AlarmHigh'));
    deleteAlarm(world, alarmName(policy, 'AlarmLow'));
}
/** Of a step policy those that name it among their actions. */
const alarmsOf = (world, { PolicyARN }) => Object.values(world.metricAlarms)
    .filter(({ settings: { OKActions = [], AlarmActions = [], InsufficientDataActions = [] } }) => [...OKActions, ...AlarmActions, ...InsufficientDataActions].includes(PolicyARN))
    .map(({ settings: { AlarmName } }) => ({ AlarmName, AlarmARN: arn(world, 'cloudwatch', `alarm:${AlarmName}`) }));
/** Nine tenths of the target, without the noise of fractions. */
const lowOf = (target) => Number((target * 0.9).toPrecision(12));
const OF_THE_SERVICE = {
    ECSServiceAverageCPUUtilization: 'CPUUtilization',
    ECSServiceAverageMemoryUtilization: 'MemoryUtilization',
};
/** @throws Refusal of a metric that is not served, or that is not told fully. */
function metricOf(resource, configuration) {
    const { PredefinedMetricSpecification: predefined, CustomizedMetricSpecification: customized } = configuration;
    if ((predefined === undefined) === (customized === undefined))
        throw invalidField('Exactly one of PredefinedMetricSpecification and CustomizedMetricSpecification must be given.');
    if (customized !== undefined) {
        const { Namespace, MetricName, Dimensions = [], Statistic, Unit, Metrics } = customized;
        if (Metrics !== undefined)
            throw invalidField('The local ECS serves no metric math in a customized metric.');
        if (!Namespace || !MetricName || !Statistic)
            throw invalidField('A customized metric needs Namespace, MetricName and Statistic.');
        return { Namespace, MetricName, Dimensions, Statistic, ...(Unit !== undefined && { Unit }) };
    }
    const { PredefinedMetricType: type = '', ResourceLabel } = predefined ?? {};
    const MetricName = OF_THE_SERVICE[type];
    if (MetricName !== undefined)
        return { ...serviceMetric(resource, MetricName), Statistic: 'Average' };
    if (type !== 'ALBRequestCountPerTarget')
        throw invalidField(`The local ECS does not serve the metric ${type}.`);
    return { ...requestMetric(ResourceLabel), Statistic: 'Sum' };
}
function serviceMetric(resource, MetricName) {
    const [, cluster = '', service = ''] = resource.split('/');
    const Dimensions = [
        { Name: 'ClusterName', Value: cluster },
        { Name: 'ServiceName', Value: service },
    ];
    return { Namespace: 'AWS/ECS', MetricName, Dimensions };
}
function requestMetric(label = '') {
    const [, balancer, group] = /^(app\/[^/]+\/[^/]+)\/(targetgroup\/[^/]+\/[^/]+)$/.exec(label) ?? [];
    if (balancer === undefined || group === undefined)
        throw invalidField(`ResourceLabel must be app/NAME/ID/targetgroup/NAME/ID, not ${label}.`);
    const Dimensions = [
        { Name: 'LoadBalancer', Value: balancer },
        { Name: 'TargetGroup', Value: group },
    ];
    return { Namespace: 'AWS/ApplicationELB', MetricName: 'RequestCountPerTarget', Dimensions };
}

;// CONCATENATED MODULE: ./lib/emulator/services/application-autoscaling/operations/delete-scaling-policy.js



function deleteScalingPolicy({ world }, input) {
    const key = keyOf(input, input.PolicyName);
    const policy = world.scalingPolicies[key];
    if (policy === undefined)
        throw new Refusal('ObjectNotFoundException', `No scaling policy found for ${input.PolicyName}.`);
    deleteAlarmsOf(world, policy);
    delete world.scalingPolicies[key];
    return {};
}

;// CONCATENATED MODULE: ./lib/emulator/services/application-autoscaling/operations/delete-scheduled-action.js


function deleteScheduledAction({ world }, input) {
    const key = keyOf(input, input.ScheduledActionName);
    if (world.scheduledActions[key] === undefined)
        throw new Refusal('ObjectNotFoundException', `No scheduled action found for ${input.ScheduledActionName}.`);
    delete world.scheduledActions[key];
    return {};
}

;// CONCATENATED MODULE: ./lib/emulator/services/application-autoscaling/operations/deregister-scalable-target.js


/** Its policies and scheduled actions go with it. */
function deregisterScalableTarget({ world }, input) {
    findTarget(world, input);
    delete world.scalableTargets[keyOf(input)];
    for (const policy of chosen(world.scalingPolicies, input)) {
        deleteAlarmsOf(world, policy);
        delete world.scalingPolicies[keyOf(input, policy.PolicyName)];
    }
    for (const { ScheduledActionName } of chosen(world.scheduledActions, input))
        delete world.scheduledActions[keyOf(input, ScheduledActionName)];
    return {};
}

;// CONCATENATED MODULE: ./lib/emulator/page.js
/** Pages of a list; a token says where the next one starts. */

function page(all, request, { standard, most }) {
    const { maxResults, nextToken } = request;
    const size = maxResults ?? standard;
    if (!Number.isInteger(size) || size < 1 || size > most)
        throw invalid(`Invalid maxResults ${size}: it must be between 1 and ${most}.`);
    const start = nextToken ? decode(nextToken) : 0;
    const end = start + size;
    return { items: all.slice(start, end), ...(end < all.length && { nextToken: encode(end) }) };
}
const encode = (start) => Buffer.from(`from:${start}`).toString('base64');
/** Leads to the first page. */
const FIRST = encode(0);
function decode(token) {
    const found = /^from:(\d+)$/.exec(Buffer.from(token, 'base64').toString());
    if (found === null)
        throw invalid('Invalid token.');
    return Number(found[1]);
}

;// CONCATENATED MODULE: ./lib/emulator/services/application-autoscaling/operations/describe-scalable-targets.js


function describeScalableTargets({ world }, input) {
    const { ServiceNamespace, ScalableDimension, ResourceIds } = input;
    const by = {
        ...(ServiceNamespace !== undefined && { ServiceNamespace }),
        ...(ScalableDimension !== undefined && { ScalableDimension }),
    };
    const found = chosen(world.scalableTargets, by).filter(({ ResourceId = '' }) => ResourceIds === undefined || ResourceIds.length === 0 || ResourceIds.includes(ResourceId));
    const { items, nextToken } = page(found, { maxResults: input.MaxResults, nextToken: input.NextToken }, { standard: 50, most: 50 });
    return { ScalableTargets: items.map(({ tags, pull, cooldown, ...shown }) => shown), NextToken: nextToken };
}

;// CONCATENATED MODULE: ./lib/emulator/room.js
const seconds = (ms) => ms / 1000;
const maybeSeconds = (ms) => (ms === undefined ? undefined : ms / 1000);

;// CONCATENATED MODULE: ./lib/emulator/services/application-autoscaling/operations/describe-scaling-activities.js


function describeScalingActivities({ world }, input) {
    const found = world.scalingActivities.filter(one => one.ServiceNamespace === input.ServiceNamespace &&
        (input.ResourceId === undefined || one.ResourceId === input.ResourceId) &&
        (input.ScalableDimension === undefined || one.ScalableDimension === input.ScalableDimension));
    const { items, nextToken } = page(found, { maxResults: input.MaxResults, nextToken: input.NextToken }, { standard: 50, most: 50 });
    return {
        ScalingActivities: items.map(({ startedAt, endedAt, capacity: _, ...shown }) => ({
            ...shown,
            StartTime: seconds(startedAt),
            EndTime: maybeSeconds(endedAt),
        })),
        NextToken: nextToken,
    };
}

;// CONCATENATED MODULE: ./lib/emulator/services/application-autoscaling/operations/describe-scaling-policies.js



function describeScalingPolicies({ world }, input) {
    const { PolicyNames } = input;
    const found = chosen(world.scalingPolicies, input).filter(({ PolicyName }) => PolicyNames === undefined || PolicyNames.length === 0 || PolicyNames.includes(PolicyName));
    const { items, nextToken } = page(found, { maxResults: input.MaxResults, nextToken: input.NextToken }, { standard: 50, most: 50 });
    return { ScalingPolicies: items.map(policy => shown(world, policy)), NextToken: nextToken };
}
const shown = (world, { id, ...policy }) => ({
    ...policy,
    Alarms: alarmsOf(world, { id, ...policy }),
});

;// CONCATENATED MODULE: ./lib/emulator/services/application-autoscaling/operations/describe-scheduled-actions.js


function describeScheduledActions({ world }, input) {
    const { ScheduledActionNames: names } = input;
    const found = chosen(world.scheduledActions, input).filter(({ ScheduledActionName }) => names === undefined || names.length === 0 || names.includes(ScheduledActionName));
    const { items, nextToken } = page(found, { maxResults: input.MaxResults, nextToken: input.NextToken }, { standard: 50, most: 50 });
    return { ScheduledActions: items.map(({ next, ...shown }) => shown), NextToken: nextToken };
}

// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __nccwpck_require__(975);
;// CONCATENATED MODULE: ./lib/emulator/services/application-autoscaling/operations/put-scaling-policy.js





function putScalingPolicy({ world, now }, input) {
    const place = checkPlace(input);
    findTarget(world, place);
    const { PolicyName, PolicyType = 'StepScaling' } = input;
    if (!PolicyName)
        throw invalidField('PolicyName must not be null.');
    const known = world.scalingPolicies[keyOf(place, PolicyName)];
    const { ServiceNamespace, ResourceId } = place;
    const id = known?.id ?? uuid(world);
    checkConfiguration(input, PolicyType);
    checkAlone(world, place, input);
    const policy = {
        ...place,
        id,
        PolicyName,
        PolicyType,
        PolicyARN: `arn:aws:autoscaling:${world.region}:${world.account}:scalingPolicy:${id}:resource/${ServiceNamespace}/${ResourceId}:policyName/${PolicyName}`,
        CreationTime: known?.CreationTime ?? seconds(now),
        StepScalingPolicyConfiguration: input.StepScalingPolicyConfiguration,
        TargetTrackingScalingPolicyConfiguration: input.TargetTrackingScalingPolicyConfiguration,
        PredictiveScalingPolicyConfiguration: input.PredictiveScalingPolicyConfiguration,
    };
    world.scalingPolicies[keyOf(place, PolicyName)] = policy;
    putAlarms(world, policy, now);
    return { PolicyARN: policy.PolicyARN, Alarms: alarmsOf(world, policy) };
}
/** Before anything is kept. */
function checkConfiguration(input, type) {
    const { StepScalingPolicyConfiguration: step, TargetTrackingScalingPolicyConfiguration: tracking } = input;
    if (type === 'TargetTrackingScaling') {
        if (tracking === undefined)
            throw invalidField('TargetTrackingScalingPolicyConfiguration must be given for a TargetTrackingScaling policy.');
        if (!(tracking.TargetValue > 0))
            throw invalidField('TargetValue must be greater than 0.');
        metricOf(input.ResourceId ?? '', tracking);
    }
    if (type === 'StepScaling')
        checkSteps(step);
}
/** Words: terraform-provider-aws issue 41179. */
function checkAlone(world, place, input) {
    const followed = (tracking) => [
        tracking.PredefinedMetricSpecification,
        tracking.CustomizedMetricSpecification,
    ];
    const mine = input.TargetTrackingScalingPolicyConfiguration;
    const isTaken = chosen(world.scalingPolicies, place).some(({ PolicyName, TargetTrackingScalingPolicyConfiguration: other }) => PolicyName !== input.PolicyName && mine && other && (0,external_node_util_.isDeepStrictEqual)(followed(mine), followed(other)));
    if (isTaken)
        throw invalidField('Only one TargetTrackingScaling policy for a given metric specification is allowed.');
}
/** Words ours: an adjustment for every difference, and only one. */
function checkSteps(step) {
    if (step?.AdjustmentType === undefined || !step.StepAdjustments?.length)
        throw invalidField('A StepScaling policy needs AdjustmentType and StepAdjustments.');
    const bounds = step.StepAdjustments.map(({ MetricIntervalLowerBound: low, MetricIntervalUpperBound: high }) => ({
        low: low ?? Number.NEGATIVE_INFINITY,
        high: high ?? Number.POSITIVE_INFINITY,
    })).sort((a, b) => a.low - b.low);
    if (bounds.some(({ low, high }) => low >= high))
        throw invalidField('The lower bound of a step adjustment must be less than its upper bound.');
    if (bounds.some(({ low }, index) => index > 0 && low !== bounds[index - 1]?.high))
        throw invalidField('Step adjustment intervals must neither overlap nor leave a gap.');
}

;// CONCATENATED MODULE: ./lib/emulator/schedule/cron.js
/**
 * The six fields of AWS's cron: minutes, hours, day of the month, month, day of the week, year.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
const MINUTES = { least: 0, most: 59 };
const HOURS = { least: 0, most: 23 };
const DAYS = { least: 1, most: 31 };
const MONTHS = { least: 1, most: 12, names: 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ') };
/** Sunday is 1. */
const WEEKDAYS = { least: 1, most: 7, names: 'SUN MON TUE WED THU FRI SAT'.split(' ') };
const YEARS = { least: 1970, most: 2199 };
/** Undefined where it is not one. */
function readCron(text) {
    const fields = text.trim().split(/\s+/);
    const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
    // One of the two days has to be open.
    if (fields.length !== 6 || (dayOfMonth === '?') === (dayOfWeek === '?'))
        return undefined;
    const [minutes, hours] = [values(minute, MINUTES), values(hour, HOURS)];
    const [months, years] = [values(month, MONTHS), values(year, YEARS)];
    const day = dayOfMonth === '?' ? ofWeek(dayOfWeek) : ofMonth(dayOfMonth);
    if (!minutes || !hours || !months || !years || !day)
        return undefined;
    return { minutes, hours, isOn: date => years.includes(date.year) && months.includes(date.month) && day(date) };
}
function values(text, field) {
    const found = new Set();
    for (const part of text.split(',')) {
        const range = cron_rangeOf(part, field);
        if (range === undefined)
            return undefined;
        for (let value = range.from; value <= range.to; value += range.step)
            found.add(value);
    }
    return [...found].sort((a, b) => a - b);
}
function cron_rangeOf(part, field) {
    const [, range = '', step] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
    const every = step === undefined ? 1 : Number(step);
    if (every < 1)
        return undefined;
    if (range === '*')
        return { from: field.least, to: field.most, step: every };
    const [first = '', last] = range.split('-');
    const from = numberOf(first, field);
    const to = last === undefined ? (step === undefined ? from : field.most) : numberOf(last, field);
    return from === undefined || to === undefined || to < from ? undefined : { from, to, step: every };
}
function numberOf(text, { least, most, names = [] }) {
    const name = names.indexOf(text.toUpperCase());
    const value = name >= 0 ? least + name : /^\d+$/.test(text) ? Number(text) : Number.NaN;
    return value >= least && value <= most ? value : undefined;
}
function ofMonth(text) {
    if (text === 'L')
        return date => date.day === lengthOf(date);
    const nearest = /^(\d+)W$/.exec(text);
    if (nearest) {
        const wanted = numberOf(nearest[1] ?? '', DAYS);
        return wanted === undefined ? undefined : date => date.day === workday(date, wanted);
    }
    const days = values(text, DAYS);
    return days && (date => days.includes(date.day));
}
function ofWeek(text) {
    const last = /^(\w+)L$/.exec(text);
    if (text === 'L')
        return date => weekdayOf(date) === WEEKDAYS.most;
    if (last) {
        const wanted = numberOf(last[1] ?? '', WEEKDAYS);
        return wanted === undefined ? undefined : date => weekdayOf(date) === wanted && date.day > lengthOf(date) - 7;
    }
    const nth = /^(\w+)#([1-5])$/.exec(text);
    if (nth) {
        const wanted = numberOf(nth[1] ?? '', WEEKDAYS);
        return wanted === undefined
            ? undefined
            : date => weekdayOf(date) === wanted && Math.ceil(date.day / 7) === Number(nth[2]);
    }
    const days = values(text, WEEKDAYS);
    return days && (date => days.includes(weekdayOf(date)));
}
const weekdayOf = ({ year, month, day }) => new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
const lengthOf = ({ year, month }) => new Date(Date.UTC(year, month, 0)).getUTCDate();
/** The day from Monday to Friday that is nearest to `wanted`, in the same month. */
function workday(date, wanted) {
    const last = lengthOf(date);
    const day = Math.min(wanted, last);
    const weekday = weekdayOf({ ...date, day });
    if (weekday === 7)
        return day > 1 ? day - 1 : day + 2;
    if (weekday === 1)
        return day < last ? day + 1 : day - 2;
    return day;
}

;// CONCATENATED MODULE: ./lib/emulator/schedule/zone.js
/** Clocks on the wall, of every zone that the tz database has. */
const isZone = (name) => formatOf(name) !== undefined;
const formats = new Map();
function formatOf(zone) {
    const known = formats.get(zone);
    if (known !== undefined)
        return known;
    try {
        const format = new Intl.DateTimeFormat('en-US', {
            timeZone: zone,
            hourCycle: 'h23',
            year: 'numeric',
            month: 'numeric',
            day: 'numeric',
            hour: 'numeric',
            minute: 'numeric',
            second: 'numeric',
        });
        formats.set(zone, format);
        return format;
    }
    catch {
        return undefined;
    }
}
/** What the wall shows at an instant, as if it were UTC. */
function wallAt(instant, zone) {
    if (zone === 'UTC')
        return instant;
    const parts = formatOf(zone)?.formatToParts(instant) ?? [];
    const of = (type) => Number(parts.find(part => part.type === type)?.value);
    const whole = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
    return whole + (((instant % 1000) + 1000) % 1000);
}
const DAY = 24 * 3_600_000;
/** When the wall shows this: of two times the first, and undefined where the wall jumps over it. */
function instantOf(wall, zone) {
    const offsets = [wall - DAY, wall + DAY].map(near => wallAt(near, zone) - near);
    const found = offsets.map(offset => wall - offset).filter(instant => wallAt(instant, zone) === wall);
    return found.length === 0 ? undefined : Math.min(...found);
}

;// CONCATENATED MODULE: ./lib/emulator/schedule/expression.js
/** When a schedule is due: `cron(…)`, `rate(…)` and `at(…)` as EventBridge and EventBridge Scheduler have them. */


const MINUTE = 60_000;
const expression_DAY = 24 * 60 * MINUTE;
const UNITS = { minute: MINUTE, hour: 60 * MINUTE, day: expression_DAY };
/** Undefined where AWS would refuse it. */
function readExpression(text) {
    const [, kind, inner = ''] = /^(cron|rate|at)\((.*)\)$/.exec(text) ?? [];
    if (kind === 'cron') {
        const cron = readCron(inner);
        return cron && { kind, cron };
    }
    if (kind === 'rate') {
        const [, count = '', unit = '', plural] = /^([1-9]\d{0,8}) (minute|hour|day)(s?)$/.exec(inner.trim()) ?? [];
        // 1 has a singular, everything else a plural.
        if ((Number(count) === 1) === (plural === 's'))
            return undefined;
        return count === '' ? undefined : { kind, every: Number(count) * (UNITS[unit] ?? 0) };
    }
    const wall = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(inner) ? Date.parse(`${inner}Z`) : Number.NaN;
    return kind === 'at' && !Number.isNaN(wall) ? { kind, wall } : undefined;
}
/** The first time after an instant, or never. */
function nextTime(expression, after, { zone, start }) {
    switch (expression.kind) {
        case 'at': {
            const due = instantOf(expression.wall, zone);
            return due !== undefined && due > after ? due : undefined;
        }
        case 'rate':
            return after < start ? start : start + (Math.floor((after - start) / expression.every) + 1) * expression.every;
        case 'cron':
            return nextOf(expression.cron, after, zone);
        default:
            return expression;
    }
}
/** The calendar repeats itself by then, leap days and days of the week. */
const FARTHEST = 28 * 366;
function nextOf({ minutes, hours, isOn }, after, zone) {
    const today = Math.floor(wallAt(after, zone) / expression_DAY) * expression_DAY;
    for (let day = 0; day < FARTHEST; day++) {
        const midnight = today + day * expression_DAY;
        const date = new Date(midnight);
        if (!isOn({ year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }))
            continue;
        for (const hour of hours)
            for (const minute of minutes) {
                const due = instantOf(midnight + (hour * 60 + minute) * MINUTE, zone);
                if (due !== undefined && due > after)
                    return due;
            }
    }
    return undefined;
}

;// CONCATENATED MODULE: ./lib/emulator/scheduler/count.js
const PENDING = ['PROVISIONING', 'PENDING', 'ACTIVATING'];
/** A draining task still runs. */
const RUNNING = ['RUNNING', 'DEACTIVATING'];
const isPending = (task) => PENDING.includes(task.status);
const isRunning = (task) => RUNNING.includes(task.status);
/** Its containers may exist. */
const isPresent = (task) => task.status !== 'STOPPED' && task.status !== 'DEPROVISIONING';
const isWanted = (task) => task.desired === 'RUNNING';
const tasksOf = (world, service) => service.tasks.flatMap(id => world.tasks[id] ?? []);
function tally(tasks) {
    return {
        running: tasks.filter(isRunning).length,
        pending: tasks.filter(task => isPending(task) && isWanted(task)).length,
        wanted: tasks.filter(isWanted).length,
    };
}
/** Tasks of one service revision; the primary's revision is asked for the service's desired count. */
function countTasks(world, service, revisionArn) {
    const primary = service.deployments.find(({ status }) => status === 'PRIMARY');
    const { running, pending, wanted } = tally(tasksOf(world, service).filter(task => task.revisionArn === revisionArn));
    return { requested: primary?.revisionArn === revisionArn ? service.desiredCount : wanted, running, pending };
}

;// CONCATENATED MODULE: ./lib/emulator/scheduler/breaker.js
const LEAST = 3;
const MOST = 200;
const DEFAULT_PERCENT = 50;
function threshold(configuration, desired) {
    const chosen = configuration.deploymentCircuitBreaker?.thresholdConfiguration;
    const value = chosen?.value ?? DEFAULT_PERCENT;
    switch (chosen?.type ?? 'BOUNDED_PERCENT') {
        case 'COUNT':
            return value;
        case 'UNBOUNDED_PERCENT':
            return Math.max(1, Math.ceil((value / 100) * desired));
        default:
            return Math.min(MOST, Math.max(LEAST, Math.ceil((value / 100) * desired)));
    }
}
const breakerEnabled = (configuration) => configuration.deploymentCircuitBreaker?.enable === true;
function isTripped(configuration, desired, failures) {
    return breakerEnabled(configuration) && failures >= threshold(configuration, desired);
}

;// CONCATENATED MODULE: ./lib/emulator/scheduler/hooks.js


const DAY_MINUTES = 1440;
/** Starts the hooks of a stage that was just reached, and takes those at work further. */
function runHooks(scene, service, movement) {
    const stage = movement.shift?.stage ?? movement.stage;
    if (stage === undefined)
        return;
    // Before every step of a shift the same stages come again.
    const visit = `${stage} ${movement.shift?.step ?? 0}`;
    if (movement.hooksOf !== visit) {
        movement.hooksOf = visit;
        const due = hooksAt(movement, stage);
        if (due.length > 0)
            movement.hooks = due.map(hook => begin(scene, service, hook, stage));
    }
    for (const hook of movement.hooks)
        if (isOpen(hook))
            advance(scene, service, hook);
}
const hooksAt = ({ configuration }, stage) => (configuration.lifecycleHooks ?? []).filter(({ lifecycleStages = [] }) => lifecycleStages.some(each => each === stage));
const isOpen = ({ status }) => status === 'AWAITING_ACTION' || status === 'IN_PROGRESS';
const isWaiting = ({ hooks }) => hooks.some(isOpen);
/** Nobody waits for them any more. */
function dropHooks(movement) {
    movement.hooks = movement.hooks.filter(hook => !isOpen(hook));
}
/** A hook that ends the deployment. */
const failedHook = ({ hooks }) => hooks.find(({ status, timeoutAction }) => status === 'FAILED' || (status === 'TIMED_OUT' && timeoutAction === 'ROLLBACK'));
function begin({ world, now, pace }, service, hook, stage) {
    const { timeoutInMinutes = DAY_MINUTES, action = 'ROLLBACK' } = hook.timeoutConfiguration ?? {};
    const pause = hook.targetType === 'PAUSE';
    const begun = {
        id: `ecs-${pause ? 'pause' : 'lambda'}-${word(world, 43)}`,
        stage,
        type: pause ? 'PAUSE' : 'AWS_LAMBDA',
        ...(!pause && { target: hook.hookTargetArn }),
        status: pause ? 'AWAITING_ACTION' : 'IN_PROGRESS',
        expiresAt: now + (timeoutInMinutes * 60_000) / pace.speed,
        timeoutAction: action,
        callAt: now,
    };
    note(world, now, service, begun);
    return begun;
}
function advance({ world, now, pace }, service, hook) {
    const before = hook.status;
    if (hook.type === 'AWS_LAMBDA' && now >= hook.callAt) {
        hook.status = call(world, service, hook);
        hook.callAt = now + pace.recalling;
    }
    if (isOpen(hook) && now >= hook.expiresAt)
        hook.status = 'TIMED_OUT';
    if (hook.status !== before)
        note(world, now, service, hook);
}
/** Nobody writes functions here: they succeed, unless a test says otherwise. */
function call(world, service, { stage, target }) {
    const script = world.hookScripts.find(({ match, times = Infinity, used }) => used < times &&
        (match.service ?? service.name) === service.name &&
        (match.stage ?? stage) === stage &&
        (match.target ?? target) === target);
    if (script === undefined)
        return 'SUCCEEDED';
    script.used++;
    return script.result;
}
function note(world, now, service, { id, stage, status }) {
    record(world, now, 'lifecycle-hook', { service: service.name, hook: id, stage, status });
}

;// CONCATENATED MODULE: ./lib/emulator/scheduler/scene.js
function count(tally, service, targetGroup) {
    const groups = tally.get(service) ?? new Map();
    groups.set(targetGroup, (groups.get(targetGroup) ?? 0) + 1);
    tally.set(service, groups);
}
const serviceOf = ({ world }, task) => task.service === undefined ? undefined : world.services[task.service];
const deploymentOf = (service, task) => service?.deployments.find(({ id }) => id === task.deploymentId);
const primaryOf = (service) => service.deployments.find(({ status }) => status === 'PRIMARY');
const revisionOf = (service, arn) => service.revisions.find(revision => revision.arn === arn);
/** The service deployment that still moves, if one does. */
const movementOf = (service) => service.history.find(({ finishedAt }) => finishedAt === undefined);

;// CONCATENATED MODULE: ./lib/emulator/scheduler/stages.js
const isShift = ({ strategy }) => strategy !== undefined && strategy !== 'ROLLING';
const ORDER = [
    'RECONCILE_SERVICE',
    'PRE_SCALE_UP',
    'SCALE_UP',
    'POST_SCALE_UP',
    'TEST_TRAFFIC_SHIFT',
    'POST_TEST_TRAFFIC_SHIFT',
    'PRE_PRODUCTION_TRAFFIC_SHIFT',
    'PRODUCTION_TRAFFIC_SHIFT',
    'POST_PRODUCTION_TRAFFIC_SHIFT',
    'BAKE_TIME',
    'CLEAN_UP',
];
const hasReached = ({ stage }, other) => ORDER.indexOf(stage) >= ORDER.indexOf(other);
const after = (stage) => ORDER[ORDER.indexOf(stage) + 1] ?? 'CLEAN_UP';
/** More than the revision that serves: the others are taken away first. */
const firstStage = (service, sources) => sources.some(arn => arn !== service.serving) ? 'RECONCILE_SERVICE' : 'PRE_SCALE_UP';
/** A rolling update has the stages before its tasks start and the one after; no traffic is shifted. */
const startsTasks = (stage) => stage !== 'RECONCILE_SERVICE' && stage !== 'PRE_SCALE_UP';
/** The last step is not followed by a wait of its own: the bake time comes next. */
function steps({ configuration }) {
    const all = { percent: 100, minutes: 0 };
    switch (configuration.strategy) {
        case 'CANARY': {
            const { canaryPercent = 5, canaryBakeTimeInMinutes = 10 } = configuration.canaryConfiguration ?? {};
            return canaryPercent < 100 ? [{ percent: canaryPercent, minutes: canaryBakeTimeInMinutes }, all] : [all];
        }
        case 'LINEAR': {
            const { stepPercent = 10, stepBakeTimeInMinutes: minutes = 6 } = configuration.linearConfiguration ?? {};
            const count = Math.ceil(100 / stepPercent - 1e-9);
            const rising = Array.from({ length: count - 1 }, (_, i) => Math.round(stepPercent * (i + 1) * 10) / 10);
            return [...rising.map(percent => ({ percent, minutes })), all];
        }
        default:
            return [all];
    }
}

;// CONCATENATED MODULE: ./lib/emulator/scheduler/traffic.js


/** The target revision gets no traffic. */
const NOTHING = { production: 0, test: 0 };
/** For a new revision: beside the one that serves in a shift, in its place in a rolling update. */
function targetGroupsFor(service) {
    const serving = revisionOf(service, service.serving);
    const aside = isShift(service.deploymentConfiguration);
    return service.setting.loadBalancers.map(balancer => {
        const [first = '', second = first] = pairOf(balancer);
        const used = serving?.targetGroups.find(arn => arn === first || arn === second);
        if (used === undefined)
            return first;
        const other = used === first ? second : first;
        return aside ? other : used;
    });
}
const pairOf = ({ targetGroupArn, advancedConfiguration }) => [targetGroupArn, advancedConfiguration?.alternateTargetGroupArn].filter(arn => arn !== undefined);
/** All traffic to the revision that serves. */
function serveFrom(world, service) {
    lead(world, service, service.serving, { production: 100, test: 100 });
}
/** Traffic as a shift has it now. */
function leadTraffic(world, service, { target, shift }) {
    if (shift !== undefined)
        lead(world, service, target, shift);
}
function lead(world, service, revisionArn, { production, test }) {
    const revision = revisionOf(service, revisionArn);
    if (revision === undefined)
        return;
    for (const [i, balancer] of revision.setting.loadBalancers.entries()) {
        const { productionListenerRule, testListenerRule } = balancer.advancedConfiguration ?? {};
        const arn = revision.targetGroups[i] ?? '';
        const other = pairOf(balancer).find(each => each !== arn);
        if (other === undefined)
            continue;
        const shares = (percent) => [
            { arn, weight: percent },
            { arn: other, weight: 100 - percent },
        ];
        if (productionListenerRule !== undefined)
            world.traffic[productionListenerRule] = shares(production);
        if (testListenerRule !== undefined)
            world.traffic[testListenerRule] = shares(test);
    }
}
/** Service Connect knows no weights here: a new revision is called once all production traffic is its own. */
function isServing(service, task) {
    const movement = movementOf(service);
    return movement?.shift === undefined || movement.target !== task.revisionArn || movement.shift.production === 100;
}

;// CONCATENATED MODULE: ./lib/emulator/scheduler/deployment.js








/** The service's setting becomes a new revision, and a deployment begins to bring it out; `before` it so many tasks were wanted. */
function deployment_begin(world, service, now, before = service.desiredCount) {
    const revision = {
        arn: arn(world, 'ecs', `service-revision/${service.cluster}/${service.name}/${digits(world, 19)}`),
        createdAt: now,
        setting: structuredClone(service.setting),
        targetGroups: targetGroupsFor(service),
        digests: {},
    };
    service.revisions.unshift(revision);
    const sources = [...new Set(service.deployments.map(({ revisionArn }) => revisionArn))];
    supersede(world, service, now);
    serveFrom(world, service);
    const id = `ecs-svc/${digits(world, 19)}`;
    const movement = openMovement(world, service, now, { sources, target: revision.arn, id });
    const deployment = {
        id,
        status: 'PRIMARY',
        revisionArn: revision.arn,
        createdAt: now,
        updatedAt: now,
        rolloutState: 'IN_PROGRESS',
        rolloutStateReason: `ECS deployment ${id} in progress.`,
        failures: 0,
        stumbles: 0,
        everRan: false,
        startNotBefore: 0,
        serviceDeploymentArn: movement.arn,
    };
    for (const other of service.deployments) {
        if (other.status === 'PRIMARY' && other.rolloutState === 'COMPLETED')
            other.kept = before;
        other.status = 'ACTIVE';
    }
    service.deployments.unshift(deployment);
    service.steady = false;
    service.lastComplaint = undefined;
    const { rolloutState: state, rolloutStateReason: reason } = deployment;
    record(world, now, 'deployment', { service: service.name, deployment: id, state, reason });
    return deployment;
}
/** A scale-out during a deployment goes to the running version as well, if one runs. */
function scaleTo(service, desired) {
    for (const deployment of service.deployments)
        if (deployment.kept)
            deployment.kept += Math.max(0, desired - service.desiredCount);
    service.desiredCount = desired;
    service.steady = false;
}
function openMovement(world, service, now, { sources, target, id }) {
    const configuration = structuredClone(service.deploymentConfiguration);
    const movement = {
        arn: arn(world, 'ecs', `service-deployment/${service.cluster}/${service.name}/${word(world, 21)}`),
        createdAt: now,
        updatedAt: now,
        status: 'PENDING',
        sources,
        source: service.serving,
        target,
        deploymentId: id,
        configuration,
        breaker: { status: breakerEnabled(configuration) ? 'MONITORING' : 'DISABLED', failures: 0 },
        alarms: { status: watchesAlarms(world, configuration) ? 'MONITORING' : 'DISABLED', triggered: [] },
        hooks: [],
        ...opening(configuration, firstStage(service, sources), now),
    };
    service.history.unshift(movement);
    return movement;
}
/** With an alarm that rings already when it starts, ECS watches no alarm during that deployment. */
const watchesAlarms = (world, { alarms }) => alarms?.enable === true && !(alarms.alarmNames ?? []).some(name => world.alarms[name] === 'ALARM');
function supersede(world, service, now) {
    const movement = movementOf(service);
    if (movement === undefined)
        return;
    movement.stoppedAt = now;
    if (movement.shift !== undefined && service.serving !== movement.target)
        Object.assign(movement.shift, NOTHING);
    deployment_close(world, service, movement, now, 'STOPPED', REPLACED);
}
/** A rolling update without hooks has no stages. */
function opening(configuration, stage, now) {
    if (isShift(configuration))
        return { shift: { stage, since: now, production: 0, test: 0, step: 0 } };
    return (configuration.lifecycleHooks ?? []).length > 0 ? { stage } : {};
}
const REPLACED = 'Service deployment was stopped because it was replaced by a newer service deployment.';
function deployment_close(world, service, movement, now, status, reason) {
    movement.status = status;
    dropHooks(movement);
    movement.statusReason = reason ?? movement.statusReason;
    movement.finishedAt = now;
    movement.updatedAt = now;
    movement.breaker.failures = failuresOf(service, movement);
    if (movement.breaker.status === 'MONITORING')
        movement.breaker.status = 'MONITORING_COMPLETE';
    if (movement.alarms.status === 'MONITORING')
        movement.alarms.status = 'MONITORING_COMPLETE';
    movement.finalCounts = Object.fromEntries([movement.target, ...movement.sources].map(revision => [revision, countTasks(world, service, revision)]));
    record(world, now, 'service-deployment', { service: service.name, arn: movement.arn, status });
}
const failuresOf = (service, movement) => service.deployments.find(({ id }) => id === movement.deploymentId)?.failures ?? movement.breaker.failures;
/** Everything is in place, or enough of it: what is left of other deployments goes. */
function complete({ world, now }, service) {
    const deployment = primaryOf(service);
    if (deployment === undefined)
        return;
    deployment.rolloutState = 'COMPLETED';
    deployment.rolloutStateReason = `ECS deployment ${deployment.id} completed.`;
    deployment.updatedAt = now;
    const movement = movementOf(service);
    if (movement !== undefined) {
        const back = movement.rollback !== undefined;
        deployment_close(world, service, movement, now, back ? 'ROLLBACK_SUCCESSFUL' : 'SUCCESSFUL');
    }
    deployment.failures = 0;
    deployment.stumbles = 0;
    for (const each of service.deployments)
        each.kept = undefined;
    service.serving = deployment.revisionArn;
    serveFrom(world, service);
    makeCandidate(service, deployment);
    const { id, rolloutState: state, rolloutStateReason: reason } = deployment;
    record(world, now, 'deployment', { service: service.name, deployment: id, state, reason });
    announce(world, service, now, `(deployment ${id}) deployment completed.`);
}
/** From here on a rollback can go to it. */
function makeCandidate(service, { id, revisionArn, createdAt }) {
    service.completed = [
        { deploymentId: id, revisionArn, createdAt },
        ...service.completed.filter(({ deploymentId }) => deploymentId !== id),
    ];
}

;// CONCATENATED MODULE: ./lib/emulator/services/application-autoscaling/scale.js
/** A new desired count, and the activity that tells of it. */





/** Undefined of what is no service, or one that is gone. */
function scale_serviceOf(world, { ServiceNamespace, ResourceId = '' }) {
    const service = ServiceNamespace === 'ecs' ? world.services[arn(world, 'ecs', ResourceId)] : undefined;
    return service?.status === 'ACTIVE' ? service : undefined;
}
/** While one runs Application Auto Scaling makes no service smaller (Amazon ECS Developer Guide, "service auto scaling"). */
const isDeploying = (service) => movementOf(service) !== undefined || primaryOf(service)?.rolloutState === 'IN_PROGRESS';
function setCapacity(world, { target, service, capacity, cause }, now) {
    for (const other of world.scalingActivities)
        if (other.ResourceId === target.ResourceId && other.StatusCode === 'InProgress')
            Object.assign(other, {
                StatusCode: 'Overridden',
                StatusMessage: `Successfully set desired count to ${other.capacity}. Found it was later changed to ${capacity}.`,
                endedAt: now,
            });
    scaleTo(service, capacity);
    record(world, now, 'service', { service: service.name, status: service.status, desired: capacity });
    keep(world, {
        ...placeOf(target),
        ActivityId: uuid(world),
        Description: `Setting desired count to ${capacity}.`,
        Cause: cause,
        startedAt: now,
        StatusCode: 'InProgress',
        StatusMessage: `Successfully set desired count to ${capacity}. Waiting for change to be fulfilled by ecs.`,
        capacity,
    });
    record(world, now, 'scaling', { service: service.name, desired: capacity, cause });
}
const scale_KEPT = 1000;
function keep({ scalingActivities: all }, activity) {
    all.unshift(activity);
    if (all.length > scale_KEPT)
        all.length = scale_KEPT;
}
const placeOf = ({ ServiceNamespace = '', ResourceId = '', ScalableDimension = '' }) => ({
    ServiceNamespace,
    ResourceId,
    ScalableDimension,
});
/** Those whose tasks are there, or gone, are told of in the service's events. */
function fulfil(world, now) {
    for (const activity of world.scalingActivities) {
        if (activity.StatusCode !== 'InProgress' || activity.capacity === undefined)
            continue;
        const service = scale_serviceOf(world, activity);
        if (service === undefined) {
            Object.assign(activity, { StatusCode: 'Failed', StatusMessage: 'The service is gone.', endedAt: now });
            continue;
        }
        const wanted = tasksOf(world, service).filter(isWanted);
        const running = wanted.filter(({ status }) => status === 'RUNNING').length;
        const isThere = running >= activity.capacity && (isDeploying(service) || wanted.length <= activity.capacity);
        if (service.desiredCount !== activity.capacity) {
            activity.StatusCode = 'Overridden';
            activity.StatusMessage = `Successfully set desired count to ${activity.capacity}. Found it was later changed to ${service.desiredCount}.`;
            activity.endedAt = now;
        }
        else if (isThere) {
            activity.StatusCode = 'Successful';
            activity.StatusMessage = `Successfully set desired count to ${activity.capacity}. Change successfully fulfilled by ecs.`;
            activity.endedAt = now;
            tell(world, service, now, `Message: ${activity.StatusMessage} Cause: ${activity.Cause}`);
        }
    }
}

;// CONCATENATED MODULE: ./lib/emulator/services/application-autoscaling/scheduled.js
/** Scheduled actions: when they fall due, and what they do to the limits. */





/** @throws Refusal of a schedule or a time zone that is none. */
function scheduled_nextOf({ Schedule, Timezone, StartTime, EndTime, CreationTime }, now) {
    const expression = readExpression(Schedule.trim());
    if (expression === undefined)
        throw invalidField(`Schedule ${Schedule} is none of at(…), rate(…) and cron(…).`);
    const zone = Timezone ?? 'UTC';
    if (!isZone(zone))
        throw invalidField(`Time zone ${zone} is none.`);
    const begins = (StartTime ?? 0) * 1000;
    const since = Math.max(begins, CreationTime * 1000);
    const start = expression.kind === 'rate' ? since + expression.every : since;
    const next = nextTime(expression, Math.max(now, begins - 1), { zone, start });
    return next === undefined || next > (EndTime ?? Number.POSITIVE_INFINITY) * 1000 ? undefined : next;
}
function carryOutSchedules(world, now) {
    for (const action of Object.values(world.scheduledActions)) {
        if (action.next === undefined || action.next > now)
            continue;
        action.next = scheduled_nextOf(action, now);
        const target = world.scalableTargets[keyOf(action)];
        if (target !== undefined && target.SuspendedState.ScheduledScalingSuspended !== true)
            setLimits(world, target, action, now);
    }
}
function setLimits(world, target, action, now) {
    const { MinCapacity, MaxCapacity } = action.ScalableTargetAction ?? {};
    target.MinCapacity = MinCapacity ?? Math.min(target.MinCapacity, MaxCapacity ?? target.MinCapacity);
    target.MaxCapacity = MaxCapacity ?? Math.max(target.MaxCapacity, target.MinCapacity);
    target.pull = true;
    const limits = [
        ...(MinCapacity === undefined ? [] : [`min capacity to ${MinCapacity}`]),
        ...(MaxCapacity === undefined ? [] : [`max capacity to ${MaxCapacity}`]),
    ].join(' and ');
    keep(world, {
        ...placeOf(target),
        ActivityId: uuid(world),
        Description: `Setting ${limits}`,
        Cause: `scheduled action name ${action.ScheduledActionName} was triggered`,
        startedAt: now,
        endedAt: now,
        StatusCode: 'Successful',
        StatusMessage: `Successfully set ${limits}`,
    });
}

;// CONCATENATED MODULE: ./lib/emulator/services/application-autoscaling/operations/put-scheduled-action.js




function putScheduledAction({ world, now }, input) {
    const place = checkPlace(input);
    findTarget(world, place);
    const { ScheduledActionName, Schedule, Timezone, StartTime, EndTime, ScalableTargetAction } = input;
    if (!ScheduledActionName)
        throw invalidField('ScheduledActionName must not be null.');
    const known = world.scheduledActions[keyOf(place, ScheduledActionName)];
    if (known === undefined && !Schedule)
        throw invalidField('Schedule must be given for a new scheduled action.');
    if (ScalableTargetAction !== undefined)
        checkAction(ScalableTargetAction);
    const { ServiceNamespace, ResourceId } = place;
    const action = {
        ...place,
        ScheduledActionName,
        ScheduledActionARN: known?.ScheduledActionARN ??
            `arn:aws:autoscaling:${world.region}:${world.account}:scheduledAction:${uuid(world)}:resource/${ServiceNamespace}/${ResourceId}:scheduledActionName/${ScheduledActionName}`,
        Schedule: Schedule ?? known?.Schedule ?? '',
        Timezone: Timezone ?? known?.Timezone,
        StartTime: StartTime ?? known?.StartTime,
        EndTime: EndTime ?? known?.EndTime,
        ScalableTargetAction: ScalableTargetAction ?? known?.ScalableTargetAction,
        CreationTime: known?.CreationTime ?? seconds(now),
    };
    world.scheduledActions[keyOf(place, ScheduledActionName)] = { ...action, next: scheduled_nextOf(action, now) };
    return {};
}
function checkAction(action) {
    if (action.MinCapacity === undefined && action.MaxCapacity === undefined)
        throw invalidField('At least one of minimum capacity and maximum capacity should be provided');
    checkLimits(action);
}

;// CONCATENATED MODULE: ./lib/emulator/services/application-autoscaling/operations/register-scalable-target.js



function registerScalableTarget({ world, now }, input) {
    const place = checkPlace(input);
    const known = world.scalableTargets[keyOf(place)];
    const MinCapacity = input.MinCapacity ?? known?.MinCapacity;
    const MaxCapacity = input.MaxCapacity ?? known?.MaxCapacity;
    if (MinCapacity === undefined || MaxCapacity === undefined)
        throw invalidField('MinCapacity and MaxCapacity must be given when a scalable target is registered.');
    checkLimits({ MinCapacity, MaxCapacity });
    const { ResourceId = '' } = place;
    const service = arn(world, 'ecs', ResourceId);
    if (place.ServiceNamespace === 'ecs' && world.services[service]?.status !== 'ACTIVE')
        throw invalidField(`ECS service doesn't exist: ${ResourceId}`);
    const target = {
        ...place,
        MinCapacity,
        MaxCapacity,
        RoleARN: known?.RoleARN ?? input.RoleARN ?? linkedRole(world.account),
        CreationTime: known?.CreationTime ?? seconds(now),
        SuspendedState: {
            DynamicScalingInSuspended: false,
            DynamicScalingOutSuspended: false,
            ScheduledScalingSuspended: false,
            ...known?.SuspendedState,
            ...input.SuspendedState,
        },
        ScalableTargetARN: known?.ScalableTargetARN ?? arn(world, 'application-autoscaling', `scalable-target/${hex(world, 34)}`),
        tags: known?.tags ?? input.Tags ?? {},
        cooldown: known?.cooldown ?? { outUntil: 0, found: 0, inUntil: 0 },
    };
    world.scalableTargets[keyOf(place)] = target;
    return { ScalableTargetARN: target.ScalableTargetARN };
}
const linkedRole = (account) => `arn:aws:iam::${account}:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService`;

;// CONCATENATED MODULE: ./lib/emulator/services/application-autoscaling/operations/tags.js
/** Tags sit on scalable targets. */

const listTagsForResource = ({ world }, { ResourceARN }) => ({
    Tags: find(world, ResourceARN).tags,
});
function tagResource({ world }, { ResourceARN, Tags = {} }) {
    const target = find(world, ResourceARN);
    target.tags = { ...target.tags, ...Tags };
    return {};
}
function untagResource({ world }, { ResourceARN, TagKeys = [] }) {
    const target = find(world, ResourceARN);
    target.tags = Object.fromEntries(Object.entries(target.tags).filter(([key]) => !TagKeys.includes(key)));
    return {};
}
function find(world, given) {
    const found = Object.values(world.scalableTargets).find(({ ScalableTargetARN }) => ScalableTargetARN === given);
    if (found === undefined)
        throw new Refusal('ResourceNotFoundException', `The resource ${given} does not exist.`);
    return found;
}

;// CONCATENATED MODULE: ./lib/emulator/services/application-autoscaling/service.js













const OPERATIONS = {
    DeleteScalingPolicy: deleteScalingPolicy,
    DeleteScheduledAction: deleteScheduledAction,
    DeregisterScalableTarget: deregisterScalableTarget,
    DescribeScalableTargets: describeScalableTargets,
    DescribeScalingActivities: describeScalingActivities,
    DescribeScalingPolicies: describeScalingPolicies,
    DescribeScheduledActions: describeScheduledActions,
    ListTagsForResource: listTagsForResource,
    PutScalingPolicy: putScalingPolicy,
    PutScheduledAction: putScheduledAction,
    RegisterScalableTarget: registerScalableTarget,
    TagResource: tagResource,
    UntagResource: untagResource,
};
const applicationAutoscaling = {
    name: 'application-autoscaling',
    protocol: { kind: 'json', target: 'AnyScaleFrontendService' },
    operations: OPERATIONS,
    needs: autoscalingNeeds,
    isOurs: () => true,
    pages: { size: 'MaxResults', token: 'NextToken' },
    refuse: validation('ValidationException'),
};

;// CONCATENATED MODULE: ./lib/emulator/policy/input.js
const list = (value) => (Array.isArray(value) ? value.map(String) : []);

;// CONCATENATED MODULE: ./lib/emulator/services/cloudwatch/needs.js



const cloudwatchNeeds = (world, operation, input) => on('cloudwatch', operation, alarmResources(world, operation, input));
function alarmResources(world, operation, input) {
    if (!/Alarm/.test(operation))
        return ['*'];
    const names = [...list(input.AlarmNames), ...(input.AlarmName ? [String(input.AlarmName)] : [])];
    return (names.length > 0 ? names : ['*']).map(name => arn(world, 'cloudwatch', `alarm:${name}`));
}

;// CONCATENATED MODULE: ./lib/emulator/services/cloudwatch/operations/delete-alarms.js


/** All of them or none. */
function deleteAlarms({ world }, { AlarmNames = [] }) {
    const unknown = AlarmNames.filter(name => world.metricAlarms[name] === undefined && world.alarms[name] === undefined);
    if (unknown.length > 0)
        throw new Refusal('ResourceNotFound', `Alarms ${unknown.join(', ')} do not exist.`, 404);
    for (const name of AlarmNames)
        deleteAlarm(world, name);
    return {};
}

;// CONCATENATED MODULE: ./lib/emulator/services/cloudwatch/operations/describe-alarms.js



/** An alarm is there once it was put, its state was set or a service names it. */
function describeAlarms({ world }, input) {
    const { AlarmNames, AlarmNamePrefix = '', ActionPrefix, StateValue } = input;
    const found = alarmNames(world)
        .filter(name => AlarmNames === undefined || AlarmNames.includes(name))
        .filter(name => name.startsWith(AlarmNamePrefix))
        .map(name => describe_alarms_shown(world, name))
        .filter(alarm => StateValue === undefined || alarm.StateValue === StateValue)
        .filter(alarm => ActionPrefix === undefined || alarm.AlarmActions?.some(action => action.startsWith(ActionPrefix)));
    const { items, nextToken } = page(found, { maxResults: input.MaxRecords, nextToken: input.NextToken }, { standard: 50, most: 100 });
    return { MetricAlarms: items, CompositeAlarms: [], ...(nextToken !== undefined && { NextToken: nextToken }) };
}
function describe_alarms_shown(world, name) {
    const alarm = world.metricAlarms[name];
    return {
        AlarmName: name,
        AlarmArn: arn(world, 'cloudwatch', `alarm:${name}`),
        StateValue: world.alarms[name] ?? 'OK',
        AlarmActions: undefined,
        ...(alarm && {
            ActionsEnabled: true,
            OKActions: [],
            AlarmActions: [],
            InsufficientDataActions: [],
            Dimensions: [],
            ...alarm.settings,
            AlarmConfigurationUpdatedTimestamp: seconds(alarm.configuredAt),
            StateReason: alarm.reason,
            StateUpdatedTimestamp: seconds(alarm.updatedAt),
            StateTransitionedTimestamp: seconds(alarm.updatedAt),
        }),
    };
}
function alarmNames({ alarms, services }) {
    const named = Object.values(services).flatMap(({ deploymentConfiguration }) => deploymentConfiguration.alarms?.alarmNames ?? []);
    return [...new Set([...Object.keys(alarms), ...named])].sort();
}

;// CONCATENATED MODULE: ./lib/emulator/services/cloudwatch/periods.js
/** A metric's statistic over the periods of a time. */

/** Oldest first; periods without a datapoint are left out. */
function periodsOf(metrics, name, { start, end, seconds, unit }, statistic) {
    const period = Math.max(1, seconds) * 1000;
    const floor = (at) => Math.floor(at / period) * period;
    const groups = new Map();
    for (const sample of samplesIn(metrics, name, { start: floor(start), end, unit }))
        groups.set(floor(sample.at), [...(groups.get(floor(sample.at)) ?? []), sample]);
    return [...groups].flatMap(([at, samples]) => {
        const value = statisticOf(samples, statistic);
        return value === undefined ? [] : [{ at, value }];
    });
}

;// CONCATENATED MODULE: ./lib/emulator/services/cloudwatch/operations/get-metric-data.js




/** Metrics over periods. Expressions are not served. */
function getMetricData({ world }, { MetricDataQueries = [], StartTime, EndTime, ScanBy }) {
    const results = MetricDataQueries.map(({ Id, Label, Expression, MetricStat, ReturnData }) => {
        if (Expression !== undefined || MetricStat === undefined)
            throw new Refusal('ValidationError', `The local ECS serves no expressions: ${Id} is ${Expression ?? 'none'}.`);
        const { Metric, Period, Stat, Unit } = MetricStat;
        if (!isStatistic(Stat))
            throw new Refusal('ValidationError', `The local ECS does not know the statistic ${Stat}.`);
        const { Namespace = '', MetricName = '', Dimensions = [] } = Metric;
        const span = { start: StartTime * 1000, end: EndTime * 1000, seconds: Period, unit: Unit };
        const periods = periodsOf(world, { Namespace, MetricName, Dimensions }, span, Stat);
        if (ScanBy !== 'TimestampAscending')
            periods.reverse();
        return {
            ReturnData,
            result: {
                Id,
                Label: Label ?? MetricName,
                Timestamps: periods.map(({ at }) => seconds(at)),
                Values: periods.map(({ value }) => value),
                StatusCode: 'Complete',
            },
        };
    });
    return {
        MetricDataResults: results.filter(({ ReturnData }) => ReturnData !== false).map(({ result }) => result),
        Messages: [],
    };
}

;// CONCATENATED MODULE: ./lib/emulator/services/cloudwatch/operations/get-metric-statistics.js




function getMetricStatistics({ world }, input) {
    const { Namespace, MetricName, Dimensions = [], StartTime, EndTime, Period, Unit } = input;
    const { Statistics = [], ExtendedStatistics = [] } = input;
    for (const name of [...Statistics, ...ExtendedStatistics])
        if (!isStatistic(name))
            throw new Refusal('InvalidParameterValueException', `The local ECS does not know the statistic ${name}.`);
    const span = { start: StartTime * 1000, end: EndTime * 1000, seconds: Period, unit: Unit };
    const of = (statistic) => periodsOf(world, { Namespace, MetricName, Dimensions }, span, statistic);
    const points = of('SampleCount').map(({ at }) => ({
        Timestamp: seconds(at),
        Unit: Unit ?? 'None',
        ...Object.fromEntries(Statistics.map(name => [name, of(name).find(one => one.at === at)?.value])),
        ...(ExtendedStatistics.length > 0 && {
            ExtendedStatistics: Object.fromEntries(ExtendedStatistics.map(name => [name, of(name).find(one => one.at === at)?.value])),
        }),
    }));
    return { Label: MetricName, Datapoints: points };
}

;// CONCATENATED MODULE: ./lib/emulator/services/cloudwatch/operations/put-metric-alarm.js




const TREATMENTS = ['missing', 'ignore', 'breaching', 'notBreaching'];
const put_metric_alarm_LONGEST = 86_400;
function putMetricAlarm({ world, now }, { Metrics, ThresholdMetricId, Tags = [], ...given }) {
    if (Metrics !== undefined || ThresholdMetricId !== undefined)
        throw wrong('The local ECS serves alarms on one metric, not on expressions or on anomaly detection.');
    if (!isComparison(given.ComparisonOperator))
        throw wrong(`The local ECS does not know the comparison ${given.ComparisonOperator}.`);
    const { Namespace, MetricName, Period, Threshold } = given;
    if (Namespace === undefined || MetricName === undefined || Period === undefined || Threshold === undefined)
        throw wrong('An alarm on a metric needs Namespace, MetricName, Period and Threshold.');
    checkNumbers(given, Period);
    const statistic = given.ExtendedStatistic ?? given.Statistic;
    if (statistic === undefined || !isStatistic(statistic))
        throw wrong(`The local ECS does not know the statistic ${statistic}.`);
    const { TreatMissingData = 'missing' } = given;
    if (!TREATMENTS.includes(TreatMissingData))
        throw wrong(`Value '${TreatMissingData}' at 'treatMissingData' must be one of ${TREATMENTS.join(', ')}.`);
    const tags = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
    putAlarm(world, { ...given, Namespace, MetricName, Period, Threshold }, now, tags);
    return {};
}
function checkNumbers({ EvaluationPeriods, DatapointsToAlarm = EvaluationPeriods }, period) {
    if (DatapointsToAlarm > EvaluationPeriods)
        throw wrong('DatapointsToAlarm must be less than or equal to EvaluationPeriods.');
    if (![10, 20, 30].includes(period) && period % 60 !== 0)
        throw wrong(`Period must be 10, 20, 30 or a multiple of 60, not ${period}.`);
    if (period * EvaluationPeriods > put_metric_alarm_LONGEST)
        throw wrong(`Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= ${put_metric_alarm_LONGEST}).`);
}
const wrong = (message) => new Refusal('ValidationError', message);

;// CONCATENATED MODULE: ./lib/emulator/services/cloudwatch/operations/put-metric-data.js



function putMetricData({ world, now }, input) {
    const { Namespace, MetricData = [] } = input;
    const all = MetricData.map(datum => ({ datum, samples: samplesOf(datum, now) }));
    for (const { datum, samples } of all)
        for (const sample of samples)
            addSample(world, { Namespace, MetricName: datum.MetricName, Dimensions: datum.Dimensions ?? [] }, sample);
    wakeAlarms(world);
    return {};
}
function samplesOf({ Timestamp, Value, StatisticValues, Values, Counts, Unit }, now) {
    const at = Timestamp === undefined ? now : Timestamp * 1000;
    if (Value !== undefined)
        return [oneValue(at, Value, Unit)];
    if (StatisticValues !== undefined) {
        const { SampleCount: count, Sum: sum, Minimum: min, Maximum: max } = StatisticValues;
        return [{ at, count, sum, min, max, unit: Unit }];
    }
    if (Values === undefined)
        throw new Refusal('MissingRequiredParameterException', 'A datum needs Value, Values or StatisticValues.');
    if (Counts !== undefined && Counts.length !== Values.length)
        throw new Refusal('InvalidParameterValueException', 'Values and Counts must have the same length.');
    return Values.map((value, index) => {
        const count = Counts?.[index] ?? 1;
        return { at, count, sum: value * count, min: value, max: value, unit: Unit };
    });
}

;// CONCATENATED MODULE: ./lib/emulator/services/cloudwatch/operations/set-alarm-state.js


/** Until the alarm is looked at again. */
function setAlarmState({ world, now }, { AlarmName, StateValue, StateReason }) {
    if (world.metricAlarms[AlarmName] === undefined && world.alarms[AlarmName] === undefined)
        throw new Refusal('ResourceNotFound', `Alarm ${AlarmName} does not exist.`, 404);
    setState(world, AlarmName, now, StateValue, StateReason);
    return {};
}

;// CONCATENATED MODULE: ./lib/emulator/services/cloudwatch/operations/tags.js
/** Tags sit on alarms. */

const tags_listTagsForResource = ({ world }, { ResourceARN }) => ({
    Tags: Object.entries(tags_find(world, ResourceARN).tags).map(([Key, Value]) => ({ Key, Value })),
});
function tags_tagResource({ world }, input) {
    const { ResourceARN, Tags = [] } = input;
    const alarm = tags_find(world, ResourceARN);
    alarm.tags = { ...alarm.tags, ...Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value])) };
    return {};
}
function tags_untagResource({ world }, { ResourceARN, TagKeys = [] }) {
    const alarm = tags_find(world, ResourceARN);
    alarm.tags = Object.fromEntries(Object.entries(alarm.tags).filter(([key]) => !TagKeys.includes(key)));
    return {};
}
function tags_find(world, given = '') {
    const found = world.metricAlarms[given.split(':alarm:')[1] ?? ''];
    if (found === undefined)
        throw new Refusal('ResourceNotFoundException', `The resource ${given} does not exist.`, 404);
    return found;
}

;// CONCATENATED MODULE: ./lib/emulator/services/cloudwatch/service.js










const service_OPERATIONS = {
    DeleteAlarms: deleteAlarms,
    DescribeAlarms: describeAlarms,
    GetMetricData: getMetricData,
    GetMetricStatistics: getMetricStatistics,
    ListTagsForResource: tags_listTagsForResource,
    PutMetricAlarm: putMetricAlarm,
    PutMetricData: putMetricData,
    SetAlarmState: setAlarmState,
    TagResource: tags_tagResource,
    UntagResource: tags_untagResource,
};
const cloudwatch = {
    name: 'cloudwatch',
    protocol: { kind: 'json', target: 'GraniteServiceVersion20100801' },
    operations: service_OPERATIONS,
    needs: cloudwatchNeeds,
    isOurs: () => false,
    refuse: validation('ValidationError'),
};

// EXTERNAL MODULE: ./lib/emulator/routing.js
var routing = __nccwpck_require__(889);
;// CONCATENATED MODULE: ./lib/emulator/services/ecr/image.js
/** Images of a repository: their tags, and what may not be overwritten. */





function findRepository(world, { repositoryName, registryId = world.account }) {
    const given = required(repositoryName, 'repositoryName');
    const found = registryId === world.account ? world.repositories[given] : undefined;
    if (found === undefined)
        throw noRepository(given, registryId);
    return found;
}
/** By the ARN that `TagResource` and its relatives take. */
function repositoryAt(world, resourceArn) {
    const repositoryName = nameIn(resourceArn);
    if (!isElsewhere(world, 'ecr', resourceArn))
        return findRepository(world, { repositoryName });
    throw noRepository(repositoryName, resourceArn.split(':')[4] ?? '');
}
const noRepository = (name, registryId) => new Refusal('RepositoryNotFoundException', `The repository with name '${name}' does not exist in the registry with id '${registryId}'`);
const nameIn = (arn) => arn.includes(':repository/') ? arn.slice(arn.indexOf(':repository/') + 12) : lastPart(arn);
/** Of what concerns a whole registry. Words ours: AWS asks the other account's policy, which nobody has here. */
function refuseOtherRegistry(world, ids) {
    const other = ids.find(id => id !== undefined && id !== world.account);
    if (other === undefined)
        return;
    throw invalid(`Invalid parameter at 'registryId' failed to satisfy constraint: 'this local ECS plays the account ` +
        `${world.account} alone, not ${other}'`);
}
function findImage(repository, { imageDigest, imageTag }) {
    const digest = imageTag === undefined ? imageDigest : repository.tagged[imageTag];
    if (digest === undefined || (imageDigest !== undefined && imageDigest !== digest))
        return undefined;
    return repository.images[digest];
}
const DIGEST = /^[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+$/;
function unfound(imageId) {
    const { imageDigest, imageTag } = imageId;
    if (imageDigest === undefined && imageTag === undefined)
        return {
            imageId,
            failureCode: 'MissingDigestAndTag',
            failureReason: 'Invalid request parameters: both tag and digest cannot be null',
        };
    if (imageDigest !== undefined && !DIGEST.test(imageDigest))
        return {
            imageId,
            failureCode: 'InvalidImageDigest',
            failureReason: `Invalid request parameters: image digest should satisfy the regex '${DIGEST.source.slice(1, -1)}'`,
        };
    return { imageId, failureCode: 'ImageNotFound', failureReason: 'Requested image not found' };
}
const tagsOf = (repository, digest) => Object.entries(repository.tagged).flatMap(([tag, of]) => (of === digest ? [tag] : []));
const digestOf = (manifest) => `sha256:${(0,external_node_crypto_.createHash)('sha256').update(manifest).digest('hex')}`;
const isTagTaken = (repository, tag, digest) => isFixed(repository, tag) && repository.tagged[tag] !== undefined && repository.tagged[tag] !== digest;
/** Tags that an exclusion matches are the other way round. */
function isFixed({ mutability, exclusions = [] }, tag) {
    const excluded = mutability.endsWith('_WITH_EXCLUSION') && exclusions.some(({ filter }) => (0,routing/* matches */.cK)(filter, tag));
    return mutability.startsWith('IMMUTABLE') !== excluded;
}
function refuseTakenTag(repository, tag, digest) {
    if (!isTagTaken(repository, tag, digest))
        return;
    throw new Refusal('ImageTagAlreadyExistsException', `The image tag '${tag}' already exists in the '${repository.name}' repository and cannot be overwritten because the repository is immutable.`);
}
/** A manifest was stored, by PutImage or by a push. */
function recordImage(world, repository, pushed, now) {
    const { tag, digest, manifest, mediaType, size } = pushed;
    repository.images[digest] ??= { digest, manifest, mediaType, size, pushedAt: now };
    if (tag !== undefined)
        repository.tagged[tag] = digest;
    record(world, now, 'image', { repository: repository.name, digest, tag });
}
/** The image behind a reference of this registry: `host/name:tag` or `host/name@digest`. */
function referredImage(world, reference) {
    const found = /^[^/]+\/([^:@]+)(?::([^@]+))?(?:@(.+))?$/.exec(reference);
    const repository = found?.[1] === undefined ? undefined : world.repositories[found[1]];
    if (found === null || repository === undefined)
        return undefined;
    const id = found[3] ? { imageDigest: found[3] } : { imageTag: found[2] ?? 'latest' };
    const image = findImage(repository, id);
    return image && { repository, image };
}
function readManifest(text) {
    let manifest;
    try {
        manifest = JSON.parse(text);
    }
    catch {
        throw invalid("Invalid parameter at 'imageManifest' failed to satisfy constraint: 'Invalid JSON syntax'");
    }
    const parts = [manifest.config, ...(manifest.layers ?? []), ...(manifest.manifests ?? [])];
    return { mediaType: manifest.mediaType, size: parts.reduce((sum, part) => sum + (part?.size ?? 0), 0) };
}
/** The digest of an index's manifest for `platform`, `linux/arm64`. */
function listedFor(platform, { manifest }) {
    if (platform === undefined)
        return undefined;
    const { manifests = [] } = JSON.parse(manifest);
    return manifests.find(each => `${each.platform?.os}/${each.platform?.architecture}` === platform)?.digest;
}
const DEFAULT_MEDIA_TYPE = 'application/vnd.docker.distribution.manifest.v2+json';
const repositoryArn = (world, name) => `arn:aws:ecr:${world.region}:${world.account}:repository/${name}`;

;// CONCATENATED MODULE: ./lib/emulator/services/ecr/needs.js



const ecrNeeds = (world, operation, input) => on('ecr', operation, ecrResources(world, operation, input));
const REGISTRY_WIDE = ['GetAuthorizationToken', 'GetRegistryScanningConfiguration', 'PutRegistryScanningConfiguration'];
function ecrResources(world, operation, input) {
    if (REGISTRY_WIDE.includes(operation))
        return ['*'];
    if (input.resourceArn)
        return [String(input.resourceArn)];
    if (operation === 'DescribeRepositories') {
        const names = list(input.repositoryNames);
        return (names.length > 0 ? names : ['*']).map(name => repositoryArn(world, name));
    }
    return [repositoryArn(world, String(input.repositoryName ?? ''))];
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecr/operations/batch-delete-image.js


/** By tag only the tag goes, and the image with its last one; by digest, with or without a tag, everything goes. */
function batchDeleteImage({ world, now }, input) {
    const repository = findRepository(world, input);
    const imageIds = [];
    const failures = [];
    for (const imageId of input.imageIds ?? []) {
        const image = findImage(repository, imageId);
        if (image === undefined) {
            failures.push(unfound(imageId));
            continue;
        }
        const { digest: imageDigest } = image;
        const { imageTag } = imageId;
        const tags = imageId.imageDigest === undefined && imageTag ? [imageTag] : tagsOf(repository, imageDigest);
        for (const tag of tags)
            delete repository.tagged[tag];
        if (tagsOf(repository, imageDigest).length === 0)
            delete repository.images[imageDigest];
        imageIds.push(...(tags.length > 0 ? tags.map(tag => ({ imageDigest, imageTag: tag })) : [{ imageDigest }]));
        record(world, now, 'image-deleted', { repository: repository.name, digest: imageDigest, tag: imageTag });
    }
    return { imageIds, failures };
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecr/operations/batch-get-image.js


const batch_get_image_MOST = 100;
function batchGetImage({ world }, input) {
    const repository = findRepository(world, input);
    const ids = input.imageIds ?? [];
    if (ids.length === 0 || ids.length > batch_get_image_MOST)
        throw invalid(`imageIds must name between 1 and ${batch_get_image_MOST} images.`);
    const found = ids.map(imageId => ({ imageId, image: findImage(repository, imageId) }));
    return {
        images: found.flatMap(({ imageId, image }) => image === undefined
            ? []
            : [
                {
                    registryId: world.account,
                    repositoryName: repository.name,
                    imageId: { imageDigest: image.digest, ...(imageId.imageTag && { imageTag: imageId.imageTag }) },
                    imageManifest: image.manifest,
                    imageManifestMediaType: image.mediaType,
                },
            ]),
        failures: found.flatMap(({ imageId, image }) => (image === undefined ? [unfound(imageId)] : [])),
    };
}

;// CONCATENATED MODULE: ./lib/emulator/book.js
/** Keyed by names from outside: without a prototype `constructor` is a name like any other. */
const book = () => Object.create(null);

;// CONCATENATED MODULE: ./lib/emulator/services/ecr/show-repository.js

function showRepository({ world, host }, repository) {
    return {
        repositoryArn: repository.arn,
        registryId: world.account,
        repositoryName: repository.name,
        repositoryUri: `${host}/${repository.name}`,
        createdAt: seconds(repository.createdAt),
        ...showMutability(repository),
        imageScanningConfiguration: { scanOnPush: repository.scanOnPush },
        encryptionConfiguration: (repository.encryption ?? {
            encryptionType: 'AES256',
        }),
    };
}
const mutabilityOf = (input) => ({
    mutability: input.imageTagMutability ?? 'MUTABLE',
    exclusions: (input.imageTagMutabilityExclusionFilters ?? []),
});
const showMutability = ({ mutability, exclusions = [] }) => ({
    imageTagMutability: mutability,
    ...(exclusions.length > 0 && {
        imageTagMutabilityExclusionFilters: exclusions,
    }),
});

;// CONCATENATED MODULE: ./lib/emulator/services/ecr/operations/create-repository.js





const NAME = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/;
function createRepository(room, input) {
    const { world, now } = room;
    refuseOtherRegistry(world, [input.registryId]);
    const name = required(input.repositoryName, 'repositoryName');
    if (!NAME.test(name) || name.length < 2 || name.length > 256)
        throw invalid(`Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular expression '${NAME.source}''`);
    if (world.repositories[name] !== undefined)
        throw new Refusal('RepositoryAlreadyExistsException', `The repository with name '${name}' already exists in the registry with id '${world.account}'`);
    const encrypts = (input.encryptionConfiguration?.encryptionType ?? 'AES256') !== 'AES256';
    const repository = {
        name,
        arn: repositoryArn(world, name),
        createdAt: now,
        ...mutabilityOf(input),
        scanOnPush: input.imageScanningConfiguration?.scanOnPush ?? false,
        encryption: {
            encryptionType: input.encryptionConfiguration?.encryptionType ?? 'AES256',
            kmsKey: input.encryptionConfiguration?.kmsKey ?? (encrypts ? defaultKey(room) : undefined),
        },
        tags: input.tags ?? [],
        images: book(),
        tagged: book(),
    };
    world.repositories[name] = repository;
    return { repository: showRepository(room, repository) };
}
/** The account's own key for ECR, `alias/aws/ecr`: always the same one. */
const defaultKey = ({ world }) => arn(world, 'kms', 'key/00000000-0000-4000-8000-0000000000ec');

;// CONCATENATED MODULE: ./lib/emulator/services/ecr/operations/delete-repository.js



function deleteRepository(room, input) {
    const { world } = room;
    const repository = findRepository(world, input);
    if (!input.force && Object.keys(repository.images).length > 0)
        throw new Refusal('RepositoryNotEmptyException', `The repository with name '${repository.name}' in registry with id '${world.account}' cannot be deleted because it still contains images`);
    delete world.repositories[repository.name];
    return { repository: showRepository(room, repository) };
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecr/operations/describe-images.js




function describeImages({ world }, input) {
    const repository = findRepository(world, input);
    const asked = (id) => {
        const image = findImage(repository, id);
        if (image !== undefined)
            return image;
        throw new Refusal('ImageNotFoundException', `The image with imageId {imageDigest:'${id.imageDigest ?? 'null'}', imageTag:'${id.imageTag ?? 'null'}'} ` +
            `does not exist within the repository with name '${repository.name}' in the registry with id '${world.account}'`);
    };
    const status = input.filter?.tagStatus ?? 'ANY';
    const found = (input.imageIds?.map(asked) ?? Object.values(repository.images)).filter(({ digest }) => status === 'ANY' || (status === 'TAGGED') === tagsOf(repository, digest).length > 0);
    const { items, nextToken } = page(found, input, { standard: 100, most: 1000 });
    const imageDetails = items.map((image) => {
        const imageTags = tagsOf(repository, image.digest);
        return {
            registryId: world.account,
            repositoryName: repository.name,
            imageDigest: image.digest,
            ...(imageTags.length > 0 && { imageTags }),
            imageSizeInBytes: image.size,
            imagePushedAt: seconds(image.pushedAt),
            imageManifestMediaType: image.mediaType,
            lastRecordedPullTime: maybeSeconds(image.pulledAt),
        };
    });
    return { imageDetails, nextToken };
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecr/operations/describe-repositories.js



function describeRepositories(room, input) {
    const { world } = room;
    const { registryId, repositoryNames } = input;
    if (repositoryNames === undefined)
        refuseOtherRegistry(world, [registryId]);
    const found = repositoryNames?.map(repositoryName => findRepository(world, { repositoryName, registryId })) ??
        Object.values(world.repositories);
    const { items, nextToken } = page(found, input, { standard: 100, most: 1000 });
    return { repositories: items.map(repository => showRepository(room, repository)), nextToken };
}

// EXTERNAL MODULE: ./lib/emulator/docker/login.js
var login = __nccwpck_require__(393);
;// CONCATENATED MODULE: ./lib/emulator/services/ecr/operations/get-authorization-token.js



const TWELVE_HOURS = 12 * 3600;
function getAuthorizationToken(room, input) {
    const { world, host, now, password, caller } = room;
    refuseOtherRegistry(world, input.registryIds ?? []);
    return {
        authorizationData: [
            {
                authorizationToken: Buffer.from(`AWS:${(0,login/* passwordOf */.N)(caller, password)}`).toString('base64'),
                expiresAt: seconds(now) + TWELVE_HOURS,
                proxyEndpoint: `http://${host}`,
            },
        ],
    };
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecr/operations/layers.js
/**
 * The upload of layers, as calls of the API. What is uploaded is checked and not kept: simulated tasks run nothing. Where a
 * registry holds real images, layers go through its own door.
 */



const PART_SIZE = 10 * 1024 * 1024;
const LAYER = 'application/vnd.docker.image.rootfs.diff.tar.gzip';
function initiateLayerUpload(room, input) {
    const repository = repositoryFor(room, input);
    repository.uploads ??= {};
    const hex = layers_digestOf(`${repository.arn} ${Object.keys(repository.uploads).length}`).slice(-32);
    const uploadId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    repository.uploads[uploadId] = [];
    return { uploadId, partSize: PART_SIZE };
}
function uploadLayerPart(room, input) {
    const { uploadId = '', partFirstByte, layerPartBlob } = input;
    const repository = repositoryFor(room, input);
    const parts = uploadOf(repository, uploadId);
    const part = required(layerPartBlob, 'layerPartBlob');
    const received = bytesOf(parts).length;
    if (partFirstByte !== received)
        throw new Refusal('InvalidLayerPartException', `The layer part does not begin at byte ${received}.`);
    parts.push(part);
    const lastByteReceived = bytesOf(parts).length - 1;
    return { registryId: room.world.account, repositoryName: repository.name, uploadId, lastByteReceived };
}
function completeLayerUpload(room, input) {
    const { uploadId = '', layerDigests = [] } = input;
    const repository = repositoryFor(room, input);
    const bytes = bytesOf(uploadOf(repository, uploadId));
    if (bytes.length === 0)
        throw new Refusal('EmptyUploadException', 'The upload holds no layer parts.');
    const layerDigest = `sha256:${layers_digestOf(bytes)}`;
    if (!layerDigests.includes(layerDigest))
        throw new Refusal('InvalidLayerException', `The layer is ${layerDigest}, not ${layerDigests.join(', ')}.`);
    if (repository.layers?.[layerDigest] !== undefined)
        throw new Refusal('LayerAlreadyExistsException', `Layer with digest '${layerDigest}' already exists.`);
    repository.uploads = { ...repository.uploads, [uploadId]: undefined };
    repository.layers = { ...repository.layers, [layerDigest]: bytes.length };
    return { registryId: room.world.account, repositoryName: repository.name, uploadId, layerDigest };
}
function batchCheckLayerAvailability(room, input) {
    const repository = repositoryFor(room, input);
    const layers = (input.layerDigests ?? []).map(layerDigest => {
        const layerSize = repository.layers?.[layerDigest];
        return layerSize === undefined
            ? { layerDigest, layerAvailability: 'UNAVAILABLE' }
            : { layerDigest, layerSize, layerAvailability: 'AVAILABLE', mediaType: LAYER };
    });
    return { layers, failures: [] };
}
function repositoryFor({ world, hooks }, named) {
    if (hooks.putImage !== undefined)
        throw new Refusal('ServerException', 'With real containers the local ECS takes layers by docker push alone.');
    return findRepository(world, named);
}
function uploadOf({ name, uploads }, uploadId) {
    const parts = uploads?.[uploadId];
    if (parts !== undefined)
        return parts;
    throw new Refusal('UploadNotFoundException', `There is no upload ${uploadId} in the repository with name '${name}'.`);
}
const bytesOf = (parts) => Buffer.concat(parts.map(part => Buffer.from(part, 'base64')));
const layers_digestOf = (content) => (0,external_node_crypto_.createHash)('sha256').update(content).digest('hex');

;// CONCATENATED MODULE: ./lib/emulator/services/ecr/operations/lifecycle-policy.js
/** Lifecycle policies are kept, not carried out. */



function putLifecyclePolicy({ world, now }, input) {
    const repository = findRepository(world, input);
    const text = required(input.lifecyclePolicyText, 'lifecyclePolicyText');
    if (!isPolicy(text))
        throw new Refusal('InvalidParameterException', "Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure'");
    repository.lifecyclePolicy = { text, evaluatedAt: now };
    return show(world, repository);
}
function getLifecyclePolicy({ world }, input) {
    const repository = findRepository(world, input);
    return {
        ...show(world, repository),
        lastEvaluatedAt: seconds(repository.lifecyclePolicy?.evaluatedAt ?? 0),
    };
}
function deleteLifecyclePolicy({ world }, input) {
    const repository = findRepository(world, input);
    const gone = show(world, repository);
    repository.lifecyclePolicy = undefined;
    return gone;
}
function show({ account }, { name, lifecyclePolicy }) {
    if (lifecyclePolicy === undefined)
        throw new Refusal('LifecyclePolicyNotFoundException', `Lifecycle policy does not exist for the repository with name '${name}' in the registry with id '${account}'`);
    return { registryId: account, repositoryName: name, lifecyclePolicyText: lifecyclePolicy.text };
}
function isPolicy(text) {
    try {
        return Array.isArray(JSON.parse(text).rules);
    }
    catch {
        return false;
    }
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecr/operations/list-images.js


function listImages({ world }, input) {
    const repository = findRepository(world, input);
    const status = input.filter?.tagStatus ?? 'ANY';
    const ids = Object.keys(repository.images).flatMap((imageDigest) => {
        const tags = tagsOf(repository, imageDigest);
        if (tags.length === 0)
            return status === 'TAGGED' ? [] : [{ imageDigest }];
        return status === 'UNTAGGED' ? [] : tags.map(imageTag => ({ imageDigest, imageTag }));
    });
    const { items, nextToken } = page(ids, input, { standard: 100, most: 1000 });
    return { imageIds: items, nextToken };
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecr/operations/put-image.js


const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
async function putImage({ world, now, hooks }, input) {
    const repository = findRepository(world, input);
    const { imageTag: tag, imageDigest } = input;
    const manifest = required(input.imageManifest, 'imageManifest');
    const digest = digestOf(manifest);
    const { mediaType, size } = readManifest(manifest);
    if (tag !== undefined && !TAG.test(tag))
        throw new Refusal('InvalidParameterException', `Invalid parameter at 'imageTag' failed to satisfy constraint: 'must satisfy regular expression '${TAG.source}''`);
    if (imageDigest !== undefined && imageDigest !== digest)
        throw new Refusal('ImageDigestDoesNotMatchException', 'The given image digest does not match the image manifest.');
    const known = repository.images[digest] !== undefined;
    if (known && (tag === undefined || repository.tagged[tag] === digest))
        throw new Refusal('ImageAlreadyExistsException', `Image with digest '${digest}' and tag '${tag ?? 'null'}' already exists in the repository with name ` +
            `'${repository.name}' in registry with id '${world.account}'`);
    if (tag !== undefined)
        refuseTakenTag(repository, tag, digest);
    const type = input.imageManifestMediaType ?? mediaType ?? DEFAULT_MEDIA_TYPE;
    await hooks.putImage?.(repository.name, tag ?? digest, manifest, type);
    recordImage(world, repository, { tag, digest, manifest, mediaType: type, size }, now);
    return {
        image: {
            registryId: world.account,
            repositoryName: repository.name,
            imageId: { imageDigest: digest, ...(tag !== undefined && { imageTag: tag }) },
            imageManifest: manifest,
            imageManifestMediaType: type,
        },
    };
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecr/operations/put-image-tag-mutability.js


function putImageTagMutability({ world }, input) {
    const repository = findRepository(world, input);
    Object.assign(repository, mutabilityOf(input));
    return { registryId: world.account, repositoryName: repository.name, ...showMutability(repository) };
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecr/operations/repository-policy.js
/** Repository policies are kept, not enforced. */


function setRepositoryPolicy({ world }, input) {
    const repository = findRepository(world, input);
    repository.policy = required(input.policyText, 'policyText');
    return repository_policy_show(world, repository);
}
const getRepositoryPolicy = ({ world }, input) => repository_policy_show(world, findRepository(world, input));
function deleteRepositoryPolicy({ world }, input) {
    const repository = findRepository(world, input);
    const gone = repository_policy_show(world, repository);
    repository.policy = undefined;
    return gone;
}
function repository_policy_show({ account }, { name, policy }) {
    if (policy === undefined)
        throw new Refusal('RepositoryPolicyNotFoundException', `Repository policy does not exist for the repository with name '${name}' in the registry with id '${account}'`);
    return { registryId: account, repositoryName: name, policyText: policy };
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecr/operations/scanning.js

function putImageScanningConfiguration({ world }, input) {
    const repository = findRepository(world, input);
    repository.scanOnPush = input.imageScanningConfiguration?.scanOnPush ?? false;
    return {
        registryId: world.account,
        repositoryName: repository.name,
        imageScanningConfiguration: { scanOnPush: repository.scanOnPush },
    };
}
const getRegistryScanningConfiguration = ({ world }) => ({
    registryId: world.account,
    scanningConfiguration: world.registryScanning,
});
function putRegistryScanningConfiguration({ world }, input) {
    world.registryScanning = { scanType: input.scanType ?? 'BASIC', rules: input.rules ?? [] };
    return { registryScanningConfiguration: world.registryScanning };
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecr/operations/tags.js

const operations_tags_listTagsForResource = ({ world }, input) => ({ tags: operations_tags_find(world, input).tags ?? [] });
function operations_tags_tagResource({ world }, input) {
    const repository = operations_tags_find(world, input);
    const { tags = [] } = input;
    repository.tags = [...(repository.tags ?? []).filter(({ Key }) => !tags.some(tag => tag.Key === Key)), ...tags];
    return {};
}
function operations_tags_untagResource({ world }, input) {
    const repository = operations_tags_find(world, input);
    repository.tags = repository.tags?.filter(({ Key = '' }) => !input.tagKeys?.includes(Key));
    return {};
}
const operations_tags_find = (world, { resourceArn = '' }) => repositoryAt(world, resourceArn);

;// CONCATENATED MODULE: ./lib/emulator/services/ecr/refuse-parameter.js

/** ECR names one parameter at a time. */
function refuseParameter([first]) {
    const { at = '', rule = '' } = first ?? {};
    const words = rule.replace(/^Member must satisfy regular expression pattern: (.*)$/s, "must satisfy regular expression '$1'");
    return invalid(`Invalid parameter at '${at}' failed to satisfy constraint: '${words}'`);
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecr/service.js

















const ecr_service_OPERATIONS = {
    BatchCheckLayerAvailability: batchCheckLayerAvailability,
    BatchDeleteImage: batchDeleteImage,
    BatchGetImage: batchGetImage,
    CompleteLayerUpload: completeLayerUpload,
    CreateRepository: createRepository,
    DeleteLifecyclePolicy: deleteLifecyclePolicy,
    DeleteRepository: deleteRepository,
    DeleteRepositoryPolicy: deleteRepositoryPolicy,
    DescribeImages: describeImages,
    DescribeRepositories: describeRepositories,
    GetAuthorizationToken: getAuthorizationToken,
    GetLifecyclePolicy: getLifecyclePolicy,
    GetRegistryScanningConfiguration: getRegistryScanningConfiguration,
    GetRepositoryPolicy: getRepositoryPolicy,
    InitiateLayerUpload: initiateLayerUpload,
    ListImages: listImages,
    ListTagsForResource: operations_tags_listTagsForResource,
    PutImage: putImage,
    PutImageScanningConfiguration: putImageScanningConfiguration,
    PutImageTagMutability: putImageTagMutability,
    PutLifecyclePolicy: putLifecyclePolicy,
    PutRegistryScanningConfiguration: putRegistryScanningConfiguration,
    SetRepositoryPolicy: setRepositoryPolicy,
    TagResource: operations_tags_tagResource,
    UntagResource: operations_tags_untagResource,
    UploadLayerPart: uploadLayerPart,
};
const ecr = {
    name: 'ecr',
    protocol: { kind: 'json', target: 'AmazonEC2ContainerRegistry_V20150921' },
    operations: ecr_service_OPERATIONS,
    needs: ecrNeeds,
    isOurs: () => true,
    pages: { size: 'maxResults', token: 'nextToken' },
    refuse: refuseParameter,
};

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/left-out.js
/** Operations of ECS that are out by decision: what there is none of here, and who would ask for it. */
const GROUPS = {
    'container instances': [
        'DeleteAttributes',
        'DeregisterContainerInstance',
        'DescribeContainerInstances',
        'DiscoverPollEndpoint',
        'ListAttributes',
        'ListContainerInstances',
        'PutAttributes',
        'RegisterContainerInstance',
        'StartTask',
        'SubmitAttachmentStateChanges',
        'SubmitContainerStateChange',
        'SubmitTaskStateChange',
        'UpdateContainerAgent',
        'UpdateContainerInstancesState',
    ],
    'task sets': ['CreateTaskSet', 'DeleteTaskSet', 'DescribeTaskSets', 'UpdateServicePrimaryTaskSet', 'UpdateTaskSet'],
    'capacity providers but FARGATE and FARGATE_SPOT': [
        'CreateCapacityProvider',
        'DeleteCapacityProvider',
        'UpdateCapacityProvider',
    ],
    daemons: [
        'CreateDaemon',
        'DeleteDaemon',
        'DeleteDaemonTaskDefinition',
        'DescribeDaemon',
        'DescribeDaemonDeployments',
        'DescribeDaemonRevisions',
        'DescribeDaemonTaskDefinition',
        'ListDaemonDeployments',
        'ListDaemonTaskDefinitions',
        'ListDaemons',
        'RegisterDaemonTaskDefinition',
        'UpdateDaemon',
    ],
    'Express Mode services': [
        'CreateExpressGatewayService',
        'DeleteExpressGatewayService',
        'DescribeExpressGatewayService',
        'UpdateExpressGatewayService',
    ],
    gateways: [
        'AssociateGatewayWithCluster',
        'CreateGateway',
        'DeleteGateway',
        'DescribeGateway',
        'DescribeGatewayResources',
        'DescribeGatewayRoute',
        'DisassociateGatewayFromCluster',
        'ListGatewayClusterAssociations',
        'ListGatewayRoutes',
        'ListGateways',
        'UpdateGateway',
    ],
    'ECS Exec': ['ExecuteCommand'],
    'task protection': ['GetTaskProtection', 'UpdateTaskProtection'],
    'lists of services by namespace': ['ListServicesByNamespace'],
};
const LEFT_OUT = Object.fromEntries(Object.entries(GROUPS).flatMap(([what, operations]) => operations.map(operation => [operation, what])));

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/find.js
/** The thing a request means: by name or by ARN, or AWS's refusal. */


function findCluster(world, given = 'default') {
    const cluster = isElsewhere(world, 'ecs', given) ? undefined : world.clusters[lastPart(given)];
    if (cluster === undefined || cluster.status === 'INACTIVE')
        throw new Refusal('ClusterNotFoundException', 'Cluster not found.');
    return cluster;
}
/** Also of the short form without the cluster; an ARN that names another cluster stays one of that. */
const serviceArn = (world, cluster, name) => isElsewhere(world, 'ecs', name) || clusterIn(name) !== undefined
    ? name
    : arn(world, 'ecs', `service/${cluster}/${lastPart(name)}`);
const taskArn = (world, cluster, name) => isElsewhere(world, 'ecs', name) || clusterIn(name) !== undefined
    ? name
    : arn(world, 'ecs', `task/${cluster}/${lastPart(name)}`);
/** The cluster that the ARN of a service or a task names. */
const clusterIn = (name) => /^arn:[^/]*:(?:service|task)\/([^/]+)\/[^/]+$/.exec(name)?.[1];
/** Of 32 characters, or of 36 as until 2019; words as people have met them. */
const ID_LENGTHS = [32, 36];
function checkTaskIds(names) {
    if (names.some(name => !ID_LENGTHS.includes(lastPart(name).length)))
        throw invalid(`taskId length should be one of [${ID_LENGTHS.join()}]`);
}
/** Words as people have met them: aws-toolkit-vscode issue 2915. */
function checkCluster(world, cluster, names) {
    for (const name of names) {
        const found = clusterIn(name) ?? cluster;
        if (found !== cluster && !isElsewhere(world, 'ecs', name))
            throw invalid(`Invalid identifier: Identifier is for cluster ${found}. Your cluster is ${cluster}`);
    }
}
function findService(world, cluster, given) {
    const place = findCluster(world, cluster);
    checkCluster(world, place.name, [given]);
    const service = world.services[serviceArn(world, place.name, given)];
    if (service === undefined)
        throw new Refusal('ServiceNotFoundException', 'Service not found.');
    return service;
}
function findActiveService(world, cluster, given) {
    const service = findService(world, cluster, given);
    if (service.status !== 'ACTIVE')
        throw new Refusal('ServiceNotActiveException', 'Service was not ACTIVE.');
    return service;
}
/** `family`, `family:revision` or an ARN; a family alone means its latest ACTIVE revision. */
function findDefinition(world, given, otherwise = 'Unable to describe task definition.') {
    const found = definitionOf(world, given);
    if (found === undefined)
        throw client(otherwise);
    return found;
}
function findActiveDefinition(world, given) {
    const found = definitionOf(world, given);
    if (found === undefined)
        throw client('TaskDefinition not found.');
    if (found.status !== 'ACTIVE')
        throw client('TaskDefinition is inactive');
    return found;
}
const definitionArn = (world, name) => arn(world, 'ecs', `task-definition/${name}`);
function definitionOf(world, given) {
    if (isElsewhere(world, 'ecs', given))
        return undefined;
    const name = lastPart(given);
    return name.includes(':') ? world.definitions[definitionArn(world, name)] : latestActive(world, name);
}
function latestActive(world, family) {
    for (let revision = world.families[family] ?? 0; revision > 0; revision--) {
        const found = world.definitions[definitionArn(world, `${family}:${revision}`)];
        if (found?.status === 'ACTIVE')
            return found;
    }
    return undefined;
}
/** The service that a service deployment or a service revision says it is of. */
function serviceOfPart(world, partArn) {
    const [cluster = '', name = ''] = partArn.split('/').slice(-3);
    return world.services[arn(world, 'ecs', `service/${cluster}/${name}`)];
}
function findMovement(world, deploymentArn) {
    const service = serviceOfPart(world, deploymentArn);
    const movement = service?.history.find(one => one.arn === deploymentArn);
    return service && movement && { service, movement };
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/needs.js
/** Permissions of ECS calls, with the condition keys that ECS gives. */




function ecsNeeds(world, operation, input) {
    const action = `ecs:${operation}`;
    const cluster = lastPart(String(input.cluster ?? 'default'));
    const clusterArn = (name) => arn(world, 'ecs', `cluster/${lastPart(name)}`);
    const context = { 'ecs:cluster': [clusterArn(cluster)] };
    const on = (resources, more = {}) => resources.map(resource => ({ action, resource, context: more }));
    const service = (name) => serviceArn(world, cluster, String(name ?? ''));
    const task = (id) => arn(world, 'ecs', `task/${cluster}/${lastPart(String(id ?? ''))}`);
    switch (operation) {
        case 'RegisterTaskDefinition': {
            const family = definitionArn(world, `${input.family}:*`);
            return [
                ...on([family]),
                ...tagging(operation, family, input),
                ...passing(world, [input.taskRoleArn, input.executionRoleArn], 'ecs-tasks.amazonaws.com'),
            ];
        }
        case 'CreateService':
        case 'UpdateService': {
            const name = service(input.serviceName ?? input.service);
            const definition = input.taskDefinition ? { 'ecs:task-definition': [latest(world, input.taskDefinition)] } : {};
            const balancers = Array.isArray(input.loadBalancers) ? input.loadBalancers : [];
            const hooks = Array.isArray(input.deploymentConfiguration?.lifecycleHooks)
                ? input.deploymentConfiguration.lifecycleHooks
                : [];
            const roles = [...balancers.map(each => each.advancedConfiguration?.roleArn), ...hooks.map(each => each.roleArn)];
            return [
                ...on([name], { ...context, ...definition }),
                ...tagging(operation, name, input),
                ...passing(world, roles, 'ecs.amazonaws.com'),
            ];
        }
        case 'DeleteService':
        case 'ListServiceDeployments':
            return on([service(input.service)], context);
        case 'DescribeServices':
            return on(list(input.services).map(service), context);
        case 'DescribeServiceDeployments':
            return on(list(input.serviceDeploymentArns));
        case 'DescribeServiceRevisions':
            return on(list(input.serviceRevisionArns));
        case 'ContinueServiceDeployment':
        case 'StopServiceDeployment':
            return on([String(input.serviceDeploymentArn ?? '')]);
        case 'ListServices':
        case 'ListTasks':
            return on(['*'], context);
        case 'DescribeTasks':
            return on(list(input.tasks).map(task), context);
        case 'StopTask':
            return on([task(input.task)], context);
        case 'RunTask': {
            const definition = latest(world, input.taskDefinition);
            const recipe = world.definitions[definition]?.recipe;
            const roles = [
                input.overrides?.taskRoleArn || recipe?.taskRoleArn,
                input.overrides?.executionRoleArn || recipe?.executionRoleArn,
            ];
            return [
                ...on([definition], context),
                ...tagging(operation, arn(world, 'ecs', `task/${cluster}/*`), input),
                ...passing(world, roles, 'ecs-tasks.amazonaws.com'),
            ];
        }
        case 'DescribeClusters':
            return on((input.clusters === undefined ? ['default'] : list(input.clusters)).map(clusterArn));
        case 'UpdateCluster':
        case 'UpdateClusterSettings':
        case 'DeleteCluster':
        case 'PutClusterCapacityProviders':
            return on([clusterArn(cluster)]);
        case 'CreateCluster':
            return [...on(['*']), ...tagging(operation, clusterArn(String(input.clusterName ?? 'default')), input)];
        case 'DeleteTaskDefinitions':
            return on(list(input.taskDefinitions).map(name => latest(world, name)));
        case 'DescribeCapacityProviders':
            return on(list(input.capacityProviders).map(name => arn(world, 'ecs', `capacity-provider/${lastPart(name)}`)));
        case 'TagResource':
            return on([String(input.resourceArn ?? '')], { 'aws:TagKeys': tagKeys(input) });
        case 'UntagResource':
        case 'ListTagsForResource':
            return on([String(input.resourceArn ?? '')]);
        default:
            return on(['*']);
    }
}
/** Tags given at the creation have to be allowed, too. */
const tagging = (operation, resource, { tags }) => Array.isArray(tags) && tags.length > 0 && operation !== 'UpdateService'
    ? [
        {
            action: 'ecs:TagResource',
            resource,
            context: { 'ecs:CreateAction': [operation], 'aws:TagKeys': tagKeys({ tags }) },
        },
    ]
    : [];
const tagKeys = ({ tags }) => (Array.isArray(tags) ? tags.map(tag => String(tag?.key ?? '')) : []);
function latest(world, given) {
    const name = lastPart(String(given ?? ''));
    return definitionArn(world, name.includes(':') ? name : `${name}:${world.families[name] ?? '*'}`);
}

;// CONCATENATED MODULE: ./lib/emulator/sessions.js
/** Credentials of task roles: given out to tasks, and known again when somebody signs with them. */



/** From memory, no page of AWS says it: they hold for six hours, and new ones are there an hour before the end. */
const LIFE = 6 * 3_600_000;
const EARLY = 3_600_000;
function createSessions() {
    const known = new Map();
    const newest = new Map();
    return {
        of({ taskId, roleArn }, now) {
            const found = newest.get(taskId);
            if (found !== undefined && found.roleArn === roleArn && found.expiresAt - now > EARLY)
                return found;
            const session = {
                accessKeyId: `ASIATEST${sessions_letters(12)}`,
                secretAccessKey: (0,external_node_crypto_.randomBytes)(30).toString('base64'),
                token: (0,external_node_crypto_.randomBytes)(96).toString('base64'),
                roleArn,
                taskId,
                expiresAt: now + LIFE,
            };
            known.set(session.accessKeyId, session);
            newest.set(taskId, session);
            return session;
        },
        find: accessKeyId => known.get(accessKeyId),
    };
}
const sessions_letters = (count) => Array.from((0,external_node_crypto_.randomBytes)(count), byte => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[byte % 32]).join('');
/** A task's key counts with its token alone, and only as long as it holds. */
function refuseSession({ headers, url = '/' }, session, now) {
    const given = headers['x-amz-security-token'] ?? tokenIn(url);
    if (given !== session.token)
        throw new Refusal('UnrecognizedClientException', 'The security token included in the request is invalid.');
    if (now >= session.expiresAt)
        throw new Refusal('ExpiredTokenException', 'The security token included in the request is expired');
}
const tokenIn = (url) => new URLSearchParams(url.slice(url.indexOf('?') + 1)).get('X-Amz-Security-Token');
const roleName = ({ roleArn }) => lastPart(roleArn);
const sessionArn = ({ account }, session) => `arn:aws:sts::${account}:assumed-role/${roleName(session)}/${session.taskId}`;

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/user.js

const userArn = ({ world, session }) => session ? sessionArn(world, session) : `arn:aws:sts::${world.account}:assumed-role/local/evenkeel`;

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/operations/account-settings.js



/** As ECS has them in an account that never changed one. */
const DEFAULTS = {
    awsvpcTrunking: 'disabled',
    containerInsights: 'disabled',
    containerInstanceLongArnFormat: 'enabled',
    defaultLogDriverMode: 'non-blocking',
    dualStackIPv6: 'enabled',
    fargateFIPSMode: 'disabled',
    fargateTaskRetirementWaitPeriod: '7',
    guardDutyActivate: 'off',
    serviceLongArnFormat: 'enabled',
    tagResourceAuthorization: 'on',
    taskLongArnFormat: 'enabled',
};
/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PutAccountSetting.html: which of them fits which name is not asked. */
const VALUES = ['enabled', 'disabled', 'enhanced', 'on', 'off'];
const OTHER_VALUES = {
    defaultLogDriverMode: ['blocking', 'non-blocking'],
    fargateTaskRetirementWaitPeriod: ['0', '7', '14'],
};
const putAccountSettingDefault = ({ world }, input) => put(world, rootArn(world), input);
const putAccountSetting = (room, input) => put(room.world, input.principalArn ?? userArn(room), input);
function deleteAccountSetting(room, input) {
    const { world } = room;
    const name = known(input.name);
    const principal = input.principalArn ?? userArn(room);
    delete world.accountSettings[`${principal} ${name}`];
    return { setting: { name, value: '', principalArn: principal, type: 'user' } };
}
function listAccountSettings(room, input) {
    const { world } = room;
    const { name, value, effectiveSettings = false } = input;
    const principal = input.principalArn ?? userArn(room);
    const own = (key) => world.accountSettings[`${principal} ${key}`];
    const names = name === undefined ? Object.keys(DEFAULTS) : [known(name)];
    const found = names.flatMap(key => {
        if (!effectiveSettings)
            return own(key) ?? [];
        const set = own(key) ?? world.accountSettings[`${rootArn(world)} ${key}`];
        return { name: key, value: set?.value ?? DEFAULTS[key] ?? '', principal };
    });
    const wanted = found.filter(one => value === undefined || one.value === value);
    const { items, nextToken } = page(wanted, input, { standard: 10, most: 10 });
    return {
        settings: items.map(one => ({ name: one.name, value: one.value, principalArn: one.principal, type: 'user' })),
        nextToken,
    };
}
function put(world, principal, input) {
    const name = known(input.name);
    const value = required(input.value, 'value');
    const values = OTHER_VALUES[name] ?? VALUES;
    // words ours
    if (!values.includes(value))
        throw invalid(`The value of ${name} must be one of ${values.join(', ')}.`);
    world.accountSettings[`${principal} ${name}`] = { principal, name, value };
    return { setting: { name, value, principalArn: principal, type: 'user' } };
}
const rootArn = ({ account }) => `arn:aws:iam::${account}:root`;
function known(name) {
    if (name === undefined || !Object.hasOwn(DEFAULTS, name))
        throw invalid(`Invalid account setting: ${name}.`);
    return name;
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/operations/continue-service-deployment.js




/**
 * Only marks what is wanted: the scheduler's next tick goes on, or back.
 * Words: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshooting-blue-green.html
 */
function continueServiceDeployment({ world, now }, input) {
    const arn = required(input.serviceDeploymentArn, 'serviceDeploymentArn');
    const hookId = required(input.hookId, 'hookId');
    const { action = 'CONTINUE' } = input;
    if (action !== 'CONTINUE' && action !== 'ROLLBACK')
        throw invalid(`Invalid action ${action}.`);
    const found = findMovement(world, arn);
    if (found === undefined)
        throw new Refusal('ServiceDeploymentNotFoundException', 'The service deployment does not exist.');
    const { service, movement } = found;
    const hook = movement.hooks.find(({ id }) => id === hookId);
    if (movement.finishedAt !== undefined)
        throw invalid('Continuing a service deployment is not allowed for service deployment in terminal states.');
    if (!/^ecs-[a-z]+-.+/.test(hookId))
        throw invalid('Invalid hookId: hookId must follow the format: ecs-{hookType}-{id}');
    if (hook?.status !== 'AWAITING_ACTION' || movement.status !== 'IN_PROGRESS')
        throw invalid('Provided hookId is either completed, unavailable, or not associated with the given Resource ARN');
    hook.status = action === 'CONTINUE' ? 'SUCCEEDED' : 'FAILED';
    note(world, now, service, hook);
    movement.updatedAt = now;
    if (action === 'ROLLBACK') {
        movement.status = 'ROLLBACK_REQUESTED';
        record(world, now, 'service-deployment', { service: service.name, arn, status: movement.status });
    }
    return { serviceDeploymentArn: arn };
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/bounds.js

function checkMany(things, most, name) {
    if (things.length > most)
        throw invalid(`${name} can have at most ${most} items.`);
}
function checkLength(text, most, name) {
    if (text !== undefined && text.length > most)
        throw invalid(`${name} longer than ${most}.`);
}
/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ClusterSetting.html */
const INSIGHTS = ['enhanced', 'enabled', 'disabled'];
/** Words ours. */
function checkClusterSettings(settings = []) {
    for (const { name, value = '' } of settings)
        if (name === 'containerInsights' && !INSIGHTS.includes(value))
            throw invalid(`The value of containerInsights must be one of ${INSIGHTS.join(', ')}.`);
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/described.json
const described_namespaceObject = /*#__PURE__*/JSON.parse('{"taskDefinition":[{"name":"cpu of a container","at":"containerDefinitions","adds":{"cpu":0},"source":"seen in descriptions of 2022 to 2026"},{"name":"essential","at":"containerDefinitions","adds":{"essential":true},"source":"API reference, ContainerDefinition; seen"},{"name":"empty lists of a container","at":"containerDefinitions","adds":{"environment":[],"mountPoints":[],"volumesFrom":[],"portMappings":[]},"source":"seen in descriptions of 2022 to 2026"},{"name":"empty system controls","at":"containerDefinitions","adds":{"systemControls":[]},"source":"seen since 2024 (terraform-aws-consul-ecs issue 318), not in 2023"},{"name":"hostPort of awsvpc and host","at":"containerDefinitions.portMappings","when":{"networkMode":["awsvpc","host"]},"adds":{"hostPort":{"sameAs":"containerPort"}},"asNone":{"hostPort":0},"source":"API reference, PortMapping; Terraform\'s provider, and of the 0 its issue 3401"},{"name":"hostPort of the bridge","at":"containerDefinitions.portMappings","when":{"networkMode":["bridge",null]},"adds":{"hostPort":0},"source":"API reference, PortMapping; Terraform\'s provider"},{"name":"protocol of a port","at":"containerDefinitions.portMappings","adds":{"protocol":"tcp"},"source":"API reference, PortMapping; Terraform\'s provider"},{"name":"times and tries of a health check","at":"containerDefinitions.healthCheck","adds":{"interval":30,"timeout":5,"retries":3},"source":"API reference, HealthCheck; terraform-aws-ecs issue 148"},{"name":"capabilities of nothing","at":"containerDefinitions.linuxParameters","leavesOut":["capabilities"],"source":"seen 2026-08-12 (TerraConstructs/base pull request 158)"},{"name":"both lists of capabilities","at":"containerDefinitions.linuxParameters.capabilities","adds":{"add":[],"drop":[]},"source":"seen 2026-08-17 (terraform-aws-braintrust-data-plane pull request 335)"},{"name":"empty lists of the task","at":"","adds":{"volumes":[],"placementConstraints":[]},"source":"seen in descriptions of 2022 to 2026"},{"name":"root of a file system","at":"volumes.efsVolumeConfiguration","adds":{"rootDirectory":"/"},"source":"API reference, EFSVolumeConfiguration: the root where it is omitted; moto\'s tests; the default of Terraform\'s provider"},{"name":"what stays away where it was not given","at":"","asGiven":["runtimePlatform","ephemeralStorage","enableFaultInjection","ipcMode","pidMode","proxyConfiguration","inferenceAccelerators"],"source":"seen 2025-09-25 and 2026-05-31"},{"name":"what a container does not get where it was not given","at":"containerDefinitions","asGiven":["environmentFiles","secrets","ulimits","dockerLabels","command","entryPoint","dependsOn","links","logConfiguration","readonlyRootFilesystem","stopTimeout","user","versionConsistency"],"source":"seen 2022-09-06 and 2026-06-02; the console gives some of these as empty lists"},{"name":"no secret options","at":"containerDefinitions.logConfiguration","asGiven":["secretOptions"],"source":"seen 2021-07-22; the console gives an empty list of them"},{"name":"empty lists of a tmpfs","at":"containerDefinitions.linuxParameters.tmpfs","adds":{"mountOptions":[]},"unverified":true,"source":"by analogy with capabilities"},{"name":"empty lists that other clients have reported","at":"containerDefinitions","adds":{"environmentFiles":[],"secrets":[],"ulimits":[]},"unverified":true,"source":"seen where the console had registered the definition, which gives them itself"},{"name":"fault injection and accelerators","at":"","adds":{"enableFaultInjection":false,"inferenceAccelerators":[]},"unverified":true,"source":"seen where the console had registered the definition, which gives the first itself"},{"name":"host of a volume","at":"volumes","adds":{"host":{}},"unverified":true,"source":"seen 2026-06-02; who gave it is not known"}],"service":[{"name":"a deployment configuration","at":"","adds":{"deploymentConfiguration":{}},"source":"seen 2026-04-25"},{"name":"a rolling deployment","at":"deploymentConfiguration","adds":{"strategy":"ROLLING","maximumPercent":200,"minimumHealthyPercent":100,"bakeTimeInMinutes":0,"deploymentCircuitBreaker":{}},"source":"seen 2026-04-25 and 2026-04-30; nothing of alarms, which CloudFormation gives itself"},{"name":"a breaker that is off","at":"deploymentConfiguration.deploymentCircuitBreaker","adds":{"enable":false,"rollback":false},"source":"seen 2026-04-25"},{"name":"how a breaker counts","at":"deploymentConfiguration.deploymentCircuitBreaker","adds":{"resetOnHealthyTask":true,"thresholdConfiguration":{"type":"BOUNDED_PERCENT","value":50}},"source":"API reference, DeploymentCircuitBreaker; seen 2026-07-08"},{"name":"early success that is off","at":"deploymentConfiguration.earlySuccessCriteria","where":{"enable":false},"adds":{"healthyPercent":100,"sourceServiceRevisionCleanup":"BLOCKING"},"source":"seen by kayac/ecspresso, pull request 1082, 2026-09; of a service that was never told of it nothing is known"},{"name":"a hook","at":"deploymentConfiguration.lifecycleHooks","adds":{"targetType":"AWS_LAMBDA","timeoutConfiguration":{"action":"ROLLBACK","timeoutInMinutes":1440}},"source":"seen by kayac/ecspresso, pull request 1082, 2026-09"},{"name":"steps of a linear deployment","at":"deploymentConfiguration.linearConfiguration","adds":{"stepPercent":10,"stepBakeTimeInMinutes":6},"source":"API reference, LinearConfiguration; seen in summer 2026"},{"name":"steps of a canary deployment","at":"deploymentConfiguration.canaryConfiguration","adds":{"canaryPercent":5,"canaryBakeTimeInMinutes":10},"source":"API reference, CanaryConfiguration; seen in summer 2026"},{"name":"the rest of a network","at":"networkConfiguration.awsvpcConfiguration","adds":{"assignPublicIp":"DISABLED"},"source":"API reference, AwsVpcConfiguration: DISABLED where the CLI or an SDK leaves it out"},{"name":"no security group of its own","at":"networkConfiguration.awsvpcConfiguration","adds":{"securityGroups":[]},"source":"API reference, AwsVpcConfiguration: then the default one of the VPC; that the list is described as empty is not verified"},{"name":"weight and base of a capacity provider","at":"capacityProviderStrategy","adds":{"weight":0,"base":0},"source":"API reference, CapacityProviderStrategyItem; seen 2024-06-07"},{"name":"the newest platform","at":"","adds":{"platformVersion":"LATEST"},"source":"API reference, CreateService; seen 2026-04-25. On Fargate alone, as platformFamily"},{"name":"empty lists of a service","at":"","adds":{"loadBalancers":[],"serviceRegistries":[],"placementConstraints":[],"placementStrategy":[]},"source":"seen 2026-04-25 and 2026-04-30"},{"name":"what a service has without being asked","at":"","adds":{"enableECSManagedTags":false,"enableExecuteCommand":false,"propagateTags":"NONE","healthCheckGracePeriodSeconds":0,"availabilityZoneRebalancing":"ENABLED"},"source":"seen 2026-04-25; API reference, CreateService"},{"name":"who runs a service, and how","at":"","adds":{"schedulingStrategy":"REPLICA","deploymentController":{"type":"ECS"},"resourceManagementType":"CUSTOMER"},"source":"seen 2026-04-25 and 2026-04-30"}]}');
;// CONCATENATED MODULE: ./lib/emulator/services/ecs/described.js
/** What ECS adds to and leaves out of what it was given: `described.json` has a row for each fact, with where it is from. */

const ROWS = described_namespaceObject;
/** As ECS describes what it was given. */
function described(kind, given) {
    const whole = structuredClone(given);
    for (const row of ROWS[kind])
        if (!row.unverified && holds(row, whole))
            apply(row, whole);
    return whole;
}
/** One member of it, by itself. */
const describedMember = (kind, member, given) => described(kind, { [member]: given })[member];
const holds = ({ when = {} }, whole) => Object.entries(when).every(([key, values]) => values.includes(whole[key] ?? null));
function apply({ at, where = {}, adds = {}, asNone = {}, leavesOut = [] }, whole) {
    for (const thing of thingsAt(whole, at)) {
        if (Object.entries(where).some(([key, value]) => thing[key] !== value))
            continue;
        for (const [key, value] of Object.entries(asNone))
            if (thing[key] === value)
                delete thing[key];
        for (const [key, value] of Object.entries(adds))
            thing[key] ??= valueFor(value, thing);
        for (const key of leavesOut)
            if (isEmpty(thing[key]))
                delete thing[key];
    }
}
function thingsAt(whole, at) {
    let things = [whole];
    for (const key of at.split('.').filter(Boolean))
        things = things.flatMap(thing => (thing[key] ?? []));
    return things;
}
const valueFor = (value, thing) => isObject(value) && typeof value.sameAs === 'string' ? thing[value.sameAs] : structuredClone(value);
const isObject = (value) => typeof value === 'object' && value !== null;
const isEmpty = (value) => isObject(value) && Object.keys(value).length === 0;

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/capacity.js


const PROVIDERS = ['FARGATE', 'FARGATE_SPOT'];
/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html */
const MOST_PROVIDERS = 20;
/** Without either the cluster's default strategy, else EC2. */
function capacityOf(cluster, { launchType, capacityProviderStrategy = [] }) {
    if (launchType !== undefined && capacityProviderStrategy.length > 0)
        throw invalid('Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.');
    if (launchType === 'EXTERNAL' || launchType === 'MANAGED_INSTANCES')
        throw leftOut(`capacity of the launch type ${launchType}`);
    if (launchType !== undefined)
        return { launchType };
    const strategy = capacityProviderStrategy.length > 0
        ? checkedStrategy(cluster, capacityProviderStrategy)
        : cluster.defaultCapacityProviderStrategy;
    return strategy.length > 0
        ? { launchType: undefined, capacityProviderStrategy: [...strategy] }
        : { launchType: 'EC2' };
}
function checkedStrategy({ capacityProviders }, items) {
    const strategy = strategyOf(items);
    const names = strategy.map(({ capacityProvider = '' }) => capacityProvider);
    checkProviders(names);
    if (names.some(name => !capacityProviders.includes(name)))
        throw invalid('The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster. Associate the capacity provider with the cluster or specify a valid capacity provider and try again.');
    if (new Set(names).size < names.length || names.length > MOST_PROVIDERS)
        throw invalid('The specified capacity provider strategy names a capacity provider twice, or too many of them.');
    if (strategy.filter(({ base = 0 }) => base > 0).length > 1)
        throw invalid('There are multiple capacity providers in the specified capacity provider strategy with a base value greater than zero. Only one capacity provider can have a base value greater than zero. Specify a valid capacity provider strategy and try again.');
    if (strategy.length > 1 && strategy.every(({ weight }) => weight === 0))
        throw invalid('There are no capacity providers in the capacity provider strategy with a weight value greater than zero. Specify a weight value greater than zero for at least one capacity provider and try again.');
    return strategy;
}
function checkProviders(names) {
    const unknown = names.find(name => !PROVIDERS.includes(name));
    if (unknown !== undefined)
        throw invalid(`The specified capacity provider '${unknown}' was not found.`);
}
const strategyOf = (items = []) => describedMember('service', 'capacityProviderStrategy', [...items]);
const networkOf = (given) => given?.awsvpcConfiguration && describedMember('service', 'networkConfiguration', given);
const isFargate = ({ launchType }) => launchType !== 'EC2';
/** Who gets the next task, after so many: the base first, then by weight. */
function nextProvider(strategy, placed) {
    const has = ({ capacityProvider = '' }) => placed[capacityProvider] ?? 0;
    const short = strategy.find(item => has(item) < (item.base ?? 0));
    if (short !== undefined)
        return short.capacityProvider;
    const due = (item) => (has(item) - (item.base ?? 0) + 1) / (item.weight || 1);
    const weighted = strategy.length === 1 ? strategy : strategy.filter(({ weight = 0 }) => weight > 0);
    return [...weighted].sort((a, b) => due(a) - due(b))[0]?.capacityProvider;
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/show-cluster.js

function showCluster(world, cluster, include = []) {
    const tasks = Object.values(world.tasks).filter(task => task.cluster === cluster.name);
    const services = Object.values(world.services).filter(s => s.cluster === cluster.name && s.status !== 'INACTIVE');
    return {
        clusterArn: cluster.arn,
        clusterName: cluster.name,
        status: cluster.status,
        registeredContainerInstancesCount: 0,
        runningTasksCount: tasks.filter(isRunning).length,
        pendingTasksCount: tasks.filter(isPending).length,
        activeServicesCount: services.length,
        statistics: [],
        tags: include.includes('TAGS') ? cluster.tags : [],
        settings: include.includes('SETTINGS') ? cluster.settings : [],
        ...(include.includes('CONFIGURATIONS') && cluster.configuration && { configuration: cluster.configuration }),
        capacityProviders: cluster.capacityProviders,
        defaultCapacityProviderStrategy: cluster.defaultCapacityProviderStrategy,
        ...(cluster.namespace !== undefined && { serviceConnectDefaults: { namespace: namespaceArn(world, cluster) } }),
    };
}
const namespaceArn = (world, { namespace = '' }) => namespace.startsWith('arn:')
    ? namespace
    : `arn:aws:servicediscovery:${world.region}:${world.account}:namespace/${namespace}`;

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/tags.js


const tags_MOST = 50;
function tagged(world, arn) {
    const given = required(arn, 'resourceArn');
    const found = world.services[given] ??
        world.definitions[given] ??
        [world.clusters[lastPart(given)], world.tasks[lastPart(given)]].find(one => one?.arn === given);
    if (found === undefined)
        throw invalid(`The specified resource was not found: ${given}`);
    return found;
}
const isReserved = ({ key = '' }) => /^aws:/i.test(key);
function checkTags(tags) {
    if (tags.length > tags_MOST)
        throw invalid(`Too many tags: at most ${tags_MOST}.`);
    const keys = tags.map(({ key }) => key);
    const twice = keys.find((key, index) => keys.indexOf(key) !== index);
    // words ours; that a key is there once is said by the API reference, Tag
    if (twice !== undefined)
        throw invalid(`Duplicate tag keys found: ${twice}. Each tag key must be unique.`);
    if (tags.some(isReserved))
        throw invalid('aws: prefixed tag key names are not allowed for external use.');
}
/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-using-tags.html#managed-tags */
const managedTags = (cluster, service) => [
    { key: 'aws:ecs:clusterName', value: cluster },
    ...(service === undefined ? [] : [{ key: 'aws:ecs:serviceName', value: service }]),
];
function merge(old, more) {
    const merged = [...old.filter(({ key }) => !more.some(tag => tag.key === key)), ...more];
    checkTags(merged.filter(tag => more.includes(tag) || !isReserved(tag)));
    return merged;
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/operations/create-cluster.js






const SHOWN = ['TAGS', 'SETTINGS', 'CONFIGURATIONS'];
function createCluster({ world }, input) {
    const name = input.clusterName ?? 'default';
    if (!/^[A-Za-z0-9_-]{1,255}$/.test(name))
        throw invalid('Identifier contains invalid characters');
    checkTags(input.tags ?? []);
    checkClusterSettings(input.settings);
    const known = world.clusters[name];
    if (known?.status === 'ACTIVE')
        return { cluster: showCluster(world, known, SHOWN) };
    const capacityProviders = input.capacityProviders ?? [];
    checkProviders(capacityProviders);
    const cluster = {
        arn: arn(world, 'ecs', `cluster/${name}`),
        name,
        status: 'ACTIVE',
        settings: (input.settings ?? [{ name: 'containerInsights', value: 'disabled' }]),
        capacityProviders,
        defaultCapacityProviderStrategy: checkedStrategy({ capacityProviders }, input.defaultCapacityProviderStrategy ?? []),
        configuration: input.configuration,
        namespace: input.serviceConnectDefaults?.namespace,
        tags: input.tags ?? [],
    };
    world.clusters[name] = cluster;
    return { cluster: showCluster(world, cluster, SHOWN) };
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/check-kind.js

function checkKind({ schedulingStrategy, deploymentController }) {
    if (schedulingStrategy === 'DAEMON')
        throw leftOut('DAEMON services');
    const controller = deploymentController?.type ?? 'ECS';
    if (controller !== 'ECS')
        throw leftOut(`${controller} deployment controller`);
}

;// CONCATENATED MODULE: ./lib/emulator/scheduler/connect.js
/** A namespace is known by its name: of an ARN only the last part counts. */
const connect_short = (namespace) => namespace.slice(namespace.lastIndexOf('/') + 1);
function namespaceOf(world, service) {
    const configuration = service.setting.serviceConnectConfiguration;
    if (!configuration?.enabled)
        return undefined;
    const namespace = configuration.namespace ?? world.clusters[service.cluster]?.namespace;
    return namespace === undefined ? undefined : connect_short(namespace);
}
function offers(world, service) {
    const namespace = namespaceOf(world, service);
    if (namespace === undefined)
        return [];
    const containers = world.definitions[service.setting.taskDefinition]?.recipe.containerDefinitions ?? [];
    const mappings = containers.flatMap(({ portMappings }) => portMappings ?? []);
    return (service.setting.serviceConnectConfiguration?.services ?? []).flatMap(entry => {
        const mapping = mappings.find(({ name }) => name === entry.portName);
        if (mapping?.containerPort === undefined)
            return [];
        const endpoint = entry.discoveryName ?? entry.portName ?? '';
        const timeout = entry.timeout?.perRequestTimeoutSeconds;
        return {
            namespace,
            endpoint,
            containerPort: mapping.containerPort,
            protocol: mapping.appProtocol ?? 'tcp',
            ...(timeout !== undefined && { perRequestTimeoutSeconds: timeout }),
            names: (entry.clientAliases ?? []).map(alias => ({
                dnsName: alias.dnsName ?? `${endpoint}.${namespace}`,
                port: alias.port ?? mapping.containerPort ?? 0,
                endpoint,
                namespace,
            })),
        };
    });
}
/** Names exist from a service's creation; a task never learns those that come after its own start. */
function namesFor(world, service) {
    const namespace = service && namespaceOf(world, service);
    if (namespace === undefined)
        return [];
    return Object.values(world.services)
        .filter(({ status }) => status !== 'INACTIVE')
        .flatMap(other => offers(world, other))
        .filter(offer => offer.namespace === namespace)
        .flatMap(({ names }) => names);
}
function connectTask({ world, orders }, service, task) {
    for (const { namespace, endpoint, containerPort, protocol, perRequestTimeoutSeconds } of offers(world, service)) {
        if (task.connected.some(one => one.endpoint === endpoint && one.namespace === namespace))
            continue;
        task.connected.push({ namespace, endpoint });
        orders.push({
            kind: 'connect',
            taskId: task.id,
            namespace,
            endpoint,
            port: containerPort,
            protocol,
            ...(perRequestTimeoutSeconds !== undefined && { perRequestTimeoutSeconds }),
        });
    }
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/rule.js
/** The complaint, where there is one. */
const when = (broken, message) => (broken ? message : undefined);
const firstBroken = (rules, subject) => {
    for (const { says } of rules) {
        const message = says(subject);
        if (message !== undefined)
            return message;
    }
    return undefined;
};

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/balancer-rules.js



/** The first complaint about any of them. */
const ofEach = ({ setting }, says) => {
    for (const balancer of setting.loadBalancers) {
        const message = says(balancer);
        if (message !== undefined)
            return message;
    }
    return undefined;
};
const advanced = (subject, says) => ofEach(subject, balancer => balancer.advancedConfiguration && says(balancer.advancedConfiguration, balancer));
const rulesOf = ({ productionListenerRule, testListenerRule }) => Object.entries({ productionListenerRule, testListenerRule }).flatMap(([key, arn]) => arn === undefined ? [] : [{ key, arn }]);
/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html: target groups per service */
const MOST_BALANCERS = 5;
const IS_RULE = /^arn:[^:]+:elasticloadbalancing:[^:]*:[^:]*:(listener-rule\/(app|net)\/|listener\/net\/)/;
/** A rule of an Application Load Balancer, or a listener of a Network Load Balancer; undefined where there is none. */
function forwardedBy({ listeners }, arn) {
    const listener = listeners[arn];
    if (listener !== undefined)
        return (0,routing/* targetGroupsOf */.TT)(listener.rules);
    const rule = Object.values(listeners)
        .flatMap(({ rules }) => rules)
        .find(each => each.arn === arn);
    return rule && (0,routing/* targetGroupsOf */.TT)([rule]);
}
/**
 * Words without another source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshooting-blue-green.html, and
 * what badmintoncryer/cdk-preflight has seen in 2026-09.
 */
const BALANCER_RULES = [
    {
        // hashicorp/terraform issue 25306
        name: 'few load balancers',
        says: ({ setting: { loadBalancers } }) => when(loadBalancers.length > MOST_BALANCERS, `load balancers can have at most ${MOST_BALANCERS} items.`),
    },
    {
        name: 'a target group or a load balancer of old',
        says: subject => ofEach(subject, ({ loadBalancerName, targetGroupArn }) => when(loadBalancerName !== undefined && targetGroupArn !== undefined, 'loadBalancerName and targetGroupArn cannot both be specified. You must specify either a loadBalancerName or a targetGroupArn in all loadBalancer entries.')),
    },
    {
        name: 'one generation of load balancers',
        says: ({ setting: { loadBalancers } }) => when(new Set(loadBalancers.map(({ loadBalancerName }) => loadBalancerName !== undefined)).size > 1, 'All loadBalancers must be strictly either ELBv1 (defining loadBalancerName) or ELBv2 (defining targetGroupArn)'),
    },
    {
        name: 'no advanced configuration of a load balancer of old',
        says: subject => advanced(subject, (_, { loadBalancerName }) => when(loadBalancerName !== undefined, 'advancedConfiguration field is not allowed with ELBv1 loadBalancers')),
    },
    {
        name: 'no load balancer of old on Fargate',
        says: subject => ofEach(subject, ({ loadBalancerName }) => when(loadBalancerName !== undefined && isFargate(subject.setting), 'Classic Load Balancers are not supported with Fargate.')),
    },
    {
        name: 'target groups that there are',
        says: subject => ofEach(subject, ({ targetGroupArn = '' }) => when(subject.world.targetGroups[targetGroupArn] === undefined, `The specified target group does not exist. Target group: ${targetGroupArn}`)),
    },
    {
        name: 'target groups that awsvpc can use',
        says: subject => ofEach(subject, ({ targetGroupArn = '' }) => when(subject.world.targetGroups[targetGroupArn]?.targetType === 'instance' &&
            subject.recipe.networkMode === 'awsvpc', `The provided target group ${targetGroupArn} has target type instance, which is incompatible with the awsvpc network mode specified in the task definition.`)),
    },
    {
        // Terraform's provider tries again at these words
        name: 'target groups that a load balancer routes to',
        says: subject => ofEach(subject, ({ targetGroupArn = '' }) => when(subject.given &&
            !Object.values(subject.world.listeners).some(({ rules }) => (0,routing/* targetGroupsOf */.TT)(rules).includes(targetGroupArn)), `The target group with targetGroupArn ${targetGroupArn} does not have an associated load balancer.`)),
    },
    {
        name: 'containers that there are',
        says: subject => ofEach(subject, ({ containerName = '' }) => when(!subject.recipe.containerDefinitions?.some(({ name }) => name === containerName), `The container ${containerName} does not exist in the task definition.`)),
    },
    {
        name: 'container ports that there are',
        says: subject => ofEach(subject, ({ containerName = '', containerPort }) => {
            const container = subject.recipe.containerDefinitions?.find(({ name }) => name === containerName);
            return when(!container?.portMappings?.some(mapping => mapping.containerPort === containerPort), `The container ${containerName} did not have a container port ${containerPort} defined.`);
        }),
    },
    {
        name: 'advanced configuration of all or of none',
        says: ({ setting: { loadBalancers } }) => when(new Set(loadBalancers.map(({ advancedConfiguration }) => advancedConfiguration !== undefined)).size > 1, 'Either all or none of the provided loadBalancers must have advancedConfiguration defined'),
    },
    {
        name: 'target groups once each',
        says: ({ setting: { loadBalancers } }) => {
            const arns = loadBalancers.flatMap(({ targetGroupArn, advancedConfiguration: given }) => given === undefined ? [] : [targetGroupArn, given.alternateTargetGroupArn].filter(arn => arn !== undefined));
            const twice = arns.find((arn, index) => arns.indexOf(arn) !== index);
            return when(twice !== undefined, `Duplicate targetGroupArn found: ${twice}`);
        },
    },
    {
        name: 'alternate target groups that there are',
        wordsOurs: true,
        says: subject => advanced(subject, ({ alternateTargetGroupArn: arn }) => when(arn !== undefined && subject.world.targetGroups[arn] === undefined, `The specified alternate target group does not exist. Target group: ${arn}`)),
    },
    {
        name: 'the form of listener rules',
        says: subject => advanced(subject, given => {
            const wrong = rulesOf(given).find(({ arn }) => !IS_RULE.test(arn));
            return when(wrong !== undefined, `${wrong?.key} has an invalid ARN format. Must be RuleArn for ALB or ListenerArn for NLB. Got: ${wrong?.arn}`);
        }),
    },
    {
        name: 'listener rules of their own',
        says: ({ setting: { loadBalancers } }) => {
            const given = loadBalancers.map(({ advancedConfiguration = {} }) => advancedConfiguration);
            const tested = given.map(({ testListenerRule }) => testListenerRule);
            const both = given.flatMap(({ productionListenerRule: arn }) => (arn && tested.includes(arn) ? [arn] : []));
            return when(both.length > 0, `The following rules cannot be used as both production and test listener rules: ${both.join(', ')}`);
        },
    },
    {
        name: 'listener rules that there are',
        wordsOurs: true,
        says: subject => advanced(subject, given => {
            const unknown = rulesOf(given).find(({ arn }) => forwardedBy(subject.world, arn) === undefined);
            return when(subject.given && unknown !== undefined, `The ${unknown?.key} does not exist: ${unknown?.arn}`);
        }),
    },
    {
        name: 'a test rule where production leads to one target group',
        says: subject => advanced(subject, ({ productionListenerRule: rule = '', testListenerRule, alternateTargetGroupArn }, { targetGroupArn }) => {
            const led = forwardedBy(subject.world, rule) ?? [];
            const isWhole = [targetGroupArn, alternateTargetGroupArn].every(arn => arn === undefined || led.includes(arn));
            return when(subject.given && rule.includes(':listener-rule/app/') && testListenerRule === undefined && !isWhole, 'For Application LoadBalancer, testListenerRule is required when productionListenerRule is not associated with both targetGroup and alternateTargetGroup');
        }),
    },
];

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/platform.js
/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-fargate.html: the newest first. */
const VERSIONS = { linux: ['1.4.0', '1.3.0'], windows: ['1.0.0'] };
const LATEST = 'LATEST';
const isWindows = ({ runtimePlatform }) => runtimePlatform?.operatingSystemFamily?.startsWith('WINDOWS') === true;
const versionsOf = (recipe) => VERSIONS[isWindows(recipe) ? 'windows' : 'linux'];
const isPlatform = (version, recipe) => version === LATEST || versionsOf(recipe).includes(version);
/** What LATEST means where tasks run. */
const versionOf = (version, recipe) => version === LATEST ? (versionsOf(recipe)[0] ?? version) : version;
/** `Linux` as seen; how AWS writes a family of Windows is not known. */
const familyOf = (recipe) => isWindows(recipe) ? (recipe.runtimePlatform?.operatingSystemFamily ?? '') : 'Linux';

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/service-rules.js


/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html */
const service_rules_MOST = { subnets: 16, securityGroups: 5 };
const MOST_STRATEGIES = 5;
const named = (things) => things.map(one => one.name);
const SERVICE_RULES = [
    {
        // API reference, CreateService: required if schedulingStrategy is REPLICA or is not specified
        name: 'a desired count of a new service',
        wordsOurs: true,
        says: ({ asked: { deed, desiredCount } }) => when(deed === 'created' && desiredCount === undefined, 'desiredCount is required when schedulingStrategy is REPLICA.'),
    },
    {
        name: 'a definition for Fargate',
        says: ({ setting, recipe }) => when(isFargate(setting) && !recipe.compatibilities?.includes('FARGATE'), 'Task definition does not support launch_type FARGATE.'),
    },
    {
        name: 'a network for awsvpc',
        says: ({ setting: { networkConfiguration }, recipe: { networkMode } }) => when(networkMode === 'awsvpc' && networkConfiguration === undefined, "Network Configuration must be provided when networkMode 'awsvpc' is specified."),
    },
    {
        name: 'a network for awsvpc alone',
        says: ({ setting: { networkConfiguration }, recipe: { networkMode } }) => when(networkMode !== 'awsvpc' && networkConfiguration !== undefined, 'Network Configuration is not valid for the given networkMode of this task definition.'),
    },
    {
        name: 'subnets',
        says: ({ setting: { networkConfiguration } }) => {
            const { subnets } = networkConfiguration?.awsvpcConfiguration ?? {};
            return when(networkConfiguration !== undefined && !subnets?.length, 'subnets can not be empty.');
        },
    },
    {
        name: 'not too many subnets and security groups',
        says: ({ setting: { networkConfiguration } }) => {
            const given = networkConfiguration?.awsvpcConfiguration;
            for (const [key, most] of Object.entries(service_rules_MOST))
                if ((given?.[key]?.length ?? 0) > most)
                    return `${key} can have at most ${most} items.`;
            return undefined;
        },
    },
    {
        name: 'volumes for what is configured at launch',
        wordsOurs: true,
        says: ({ setting: { volumeConfigurations }, recipe: { volumes = [] } }) => {
            const given = named(volumeConfigurations);
            const missing = volumes.find(({ name, configuredAtLaunch }) => configuredAtLaunch && !given.includes(name));
            return when(missing !== undefined, `The volume '${missing?.name}' is configured at launch: volumeConfigurations must name it.`);
        },
    },
    {
        // seen by badmintoncryer/cdk-preflight, 2026-09
        name: 'volumes that are configured at launch',
        says: ({ setting: { volumeConfigurations }, recipe: { volumes = [] } }) => {
            const known = named(volumes.filter(({ configuredAtLaunch }) => configuredAtLaunch));
            const unknown = named(volumeConfigurations).find(name => !known.includes(name));
            return when(volumeConfigurations.length > 0 && unknown !== undefined, `The volume name '${unknown}' in your request does not have a matching volume in your Task Definition that is configurable at launch.`);
        },
    },
    {
        // API reference, CreateService: the role of ECS itself is required for awsvpc, service discovery and several target groups
        name: "no role in the place of ECS's own",
        says: ({ asked: { role }, setting: { loadBalancers, serviceRegistries }, recipe: { networkMode } }) => when(role !== undefined && (networkMode === 'awsvpc' || serviceRegistries.length > 0 || loadBalancers.length > 1), 'You cannot specify an IAM role for services that require a service linked role.'),
    },
    {
        name: 'a task role for ECS Exec',
        says: ({ asked: { deed, enableExecuteCommand }, recipe: { taskRoleArn } }) => when(enableExecuteCommand === true && !taskRoleArn, `The service couldn't be ${deed} because a valid taskRoleArn is not being used. Specify a valid task role in your task definition and try again.`),
    },
    {
        name: 'no strategy of places on Fargate',
        says: ({ asked: { placementStrategy = [] }, setting }) => when(isFargate(setting) && placementStrategy.length > 0, 'Placement strategies are not supported with FARGATE launch type.'),
    },
    {
        name: 'no constraints of places on Fargate',
        says: ({ asked: { placementConstraints = [] }, setting }) => when(isFargate(setting) && placementConstraints.length > 0, 'Placement constraints are not supported with FARGATE launch type.'),
    },
    {
        // seen by badmintoncryer/cdk-preflight, 2026-09
        name: 'no platform version of EC2',
        says: ({ asked: { platformVersion, launchType } }) => when(launchType === 'EC2' && platformVersion !== undefined, 'The platform version must be null when specifying an EC2 launch type.'),
    },
    {
        // the same
        name: 'one service registry',
        says: ({ setting: { serviceRegistries } }) => when(serviceRegistries.length > 1, 'service registries can have at most 1 items.'),
    },
    {
        // the same
        name: 'one alias of a Service Connect service',
        says: ({ setting: { serviceConnectConfiguration } }) => {
            const most = Math.max(...(serviceConnectConfiguration?.services ?? []).map(one => one.clientAliases?.length ?? 0), 0);
            return when(most > 1, `${most} clientAliases exceeds the max limit of 1`);
        },
    },
    {
        // the same
        name: 'strategies of places that there are',
        says: ({ asked: { placementStrategy = [] } }) => {
            const misplaced = placementStrategy.find(({ type, field = '' }) => type === 'binpack' && !['cpu', 'memory'].includes(field.toLowerCase()));
            if (placementStrategy.length > MOST_STRATEGIES)
                return `Maximum number of strategies is ${MOST_STRATEGIES}.`;
            if (misplaced !== undefined)
                return `binpack field '${misplaced.field}' is invalid.`;
            return when(placementStrategy.some(({ type, field }) => type === 'random' && !!field), 'random field should not be specified.');
        },
    },
    {
        // the same
        name: 'constraints of places that there are',
        says: ({ asked: { placementConstraints = [] } }) => when(placementConstraints.some(({ type, expression }) => type === 'distinctInstance' && !!expression), 'distinctInstance expression should not be specified.'),
    },
    {
        // an update keeps what the service has (API reference of UpdateService, availabilityZoneRebalancing)
        name: 'room for what balances between zones',
        says: ({ asked: { deed, availabilityZoneRebalancing: balanced, maximumPercent = 200 } }) => when(balanced === 'ENABLED' && maximumPercent <= 100, `The service couldn't be ${deed} because Availability Zone Rebalancing does not support maximumPercent <= 100 % as deployment configuration.`),
    },
];

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/check-service.js







/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
const MOST_TASKS = 5000;
const PERCENT = { least: 0, most: 200 };
function check_service_checkConfiguration(configuration) {
    const { minimumHealthyPercent = 100, maximumPercent = 200, deploymentCircuitBreaker, alarms } = configuration;
    // Words ours.
    if (alarms?.enable && !alarms.alarmNames?.length)
        throw invalid('Deployment alarms are enabled, but alarmNames is empty.');
    // Words of the percentages: seen by badmintoncryer/cdk-preflight, 2026-09; of a maximum above 200 nothing is known.
    for (const percent of [minimumHealthyPercent, maximumPercent])
        if (!Number.isInteger(percent) || percent < PERCENT.least || percent > PERCENT.most)
            throw invalid('Deployment percentages must be between 0 and 200.');
    if (minimumHealthyPercent > 100)
        throw invalid('minimumHealthyPercent must be at most 100');
    if (maximumPercent < 100)
        throw invalid('maximumPercent must be at least 100');
    if (minimumHealthyPercent === 100 && maximumPercent === 100)
        throw invalid('Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.');
    const threshold = deploymentCircuitBreaker?.thresholdConfiguration;
    if (threshold === undefined)
        return;
    const { type = '', value = 0 } = threshold;
    if (!['BOUNDED_PERCENT', 'UNBOUNDED_PERCENT', 'COUNT'].includes(type) || value < 1)
        throw invalid('Invalid thresholdConfiguration.');
}
function checkCount(desiredCount) {
    if (desiredCount === undefined)
        return;
    if (!Number.isInteger(desiredCount) || desiredCount < 0)
        throw invalid('desiredCount must not be negative.');
    if (desiredCount > MOST_TASKS)
        throw invalid(`desiredCount must not be greater than ${MOST_TASKS}, the quota of tasks per service.`);
}
function checkSetting(world, setting, definition, asked = {}) {
    checkAsked(setting, definition, asked);
    checkPlatform(setting, definition);
    const broken = firstBroken(BALANCER_RULES, {
        ...{ world, setting, recipe: definition.recipe },
        given: asked.loadBalancers !== undefined,
    });
    if (broken !== undefined)
        throw invalid(broken);
}
function checkAsked(setting, { recipe }, asked) {
    const broken = firstBroken(SERVICE_RULES, { setting, recipe, asked });
    if (broken !== undefined)
        throw invalid(broken);
}
function checkPlatform(setting, { recipe }) {
    if (isFargate(setting) && !isPlatform(setting.platformVersion, recipe))
        throw new Refusal('PlatformUnknownException', 'The specified platform does not exist.');
}
/** Every port a service offers must have a name in the task definition. */
function checkConnect(world, service) {
    const configuration = service.setting.serviceConnectConfiguration;
    if (!configuration?.enabled)
        return;
    if (configuration.namespace === undefined && world.clusters[service.cluster]?.namespace === undefined)
        throw new Refusal('NamespaceNotFoundException', 'The specified namespace was not found.');
    if (offers(world, service).length < (configuration.services?.length ?? 0))
        throw invalid('serviceConnectConfiguration: a portName does not exist in the task definition.');
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/check-hooks.js

const STAGES = [
    'RECONCILE_SERVICE',
    'PRE_SCALE_UP',
    'POST_SCALE_UP',
    'TEST_TRAFFIC_SHIFT',
    'POST_TEST_TRAFFIC_SHIFT',
    'PRE_PRODUCTION_TRAFFIC_SHIFT',
    'PRODUCTION_TRAFFIC_SHIFT',
    'POST_PRODUCTION_TRAFFIC_SHIFT',
];
const LAMBDA_ONLY = ['TEST_TRAFFIC_SHIFT', 'PRODUCTION_TRAFFIC_SHIFT'];
const MOST_MINUTES = 14 * 1440;
function checkHooks(hooks) {
    for (const { targetType = 'AWS_LAMBDA', hookTargetArn, roleArn, lifecycleStages = [], timeoutConfiguration, } of hooks) {
        if (targetType !== 'AWS_LAMBDA' && targetType !== 'PAUSE')
            throw invalid(`Invalid targetType: ${targetType}.`);
        if (lifecycleStages.length === 0)
            throw invalid('A lifecycle hook needs lifecycleStages.');
        for (const stage of lifecycleStages) {
            if (!STAGES.includes(stage))
                throw invalid(`Invalid lifecycle stage: ${stage}.`);
            if (targetType === 'PAUSE' && LAMBDA_ONLY.includes(stage))
                throw invalid('Invalid lifecycle stage provided for Pause Hook');
        }
        if (targetType === 'AWS_LAMBDA' && !(hookTargetArn && roleArn))
            throw invalid('An AWS_LAMBDA lifecycle hook needs hookTargetArn and roleArn.');
        const { timeoutInMinutes = 1, action = 'ROLLBACK' } = timeoutConfiguration ?? {};
        if (!Number.isInteger(timeoutInMinutes) || timeoutInMinutes < 1 || timeoutInMinutes > MOST_MINUTES)
            throw invalid(`timeoutInMinutes must be between 1 and ${MOST_MINUTES}.`);
        if (action !== 'CONTINUE' && action !== 'ROLLBACK')
            throw invalid(`Invalid timeout action: ${action}.`);
    }
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/check-strategy.js




const STRATEGIES = ['ROLLING', 'BLUE_GREEN', 'LINEAR', 'CANARY'];
const check_strategy_DAY = 1440;
function checkStrategy(configuration, { loadBalancers }) {
    const { strategy = 'ROLLING', bakeTimeInMinutes, linearConfiguration, canaryConfiguration } = configuration;
    if (!STRATEGIES.includes(strategy))
        throw invalid(`Invalid deployment strategy: ${strategy}.`);
    if (linearConfiguration !== undefined && strategy !== 'LINEAR')
        throw invalid('linearConfiguration is only valid with the LINEAR deployment strategy.');
    if (canaryConfiguration !== undefined && strategy !== 'CANARY')
        throw invalid('canaryConfiguration is only valid with the CANARY deployment strategy.');
    if (strategy === 'BLUE_GREEN' && bakeTimeInMinutes === undefined)
        throw invalid('bakeTimeInMinutes is required with the BLUE_GREEN deployment strategy.');
    checkMinutes('bakeTimeInMinutes', bakeTimeInMinutes);
    checkMinutes('stepBakeTimeInMinutes', linearConfiguration?.stepBakeTimeInMinutes);
    checkMinutes('canaryBakeTimeInMinutes', canaryConfiguration?.canaryBakeTimeInMinutes);
    checkPercent('stepPercent', linearConfiguration?.stepPercent, 3);
    checkPercent('canaryPercent', canaryConfiguration?.canaryPercent, 0.1);
    checkEarlySuccess(configuration);
    checkHooks(configuration.lifecycleHooks ?? []);
    if (!isShift(configuration))
        return;
    if (loadBalancers.some(({ advancedConfiguration }) => advancedConfiguration === undefined))
        throw client(`advancedConfiguration field is required for all loadBalancers when using the ${NAMES[strategy]} deployment strategy`);
    for (const { advancedConfiguration } of loadBalancers) {
        const { alternateTargetGroupArn, productionListenerRule, roleArn } = advancedConfiguration ?? {};
        if (!alternateTargetGroupArn || !productionListenerRule || !roleArn)
            throw invalid('advancedConfiguration needs alternateTargetGroupArn, productionListenerRule and roleArn.');
    }
}
function checkEarlySuccess(configuration) {
    const { earlySuccessCriteria, minimumHealthyPercent = 100 } = configuration;
    if (earlySuccessCriteria === undefined)
        return;
    const { enable, healthyPercent, sourceServiceRevisionCleanup } = earlySuccessCriteria;
    if (typeof enable !== 'boolean')
        throw invalid('earlySuccessCriteria needs enable.');
    if (!enable)
        return;
    if (isShift(configuration))
        throw invalid(`Early success criteria not supported for ${configuration.strategy} deployment strategy`);
    if (healthyPercent === undefined || !Number.isInteger(healthyPercent) || healthyPercent < 0 || healthyPercent > 100)
        throw invalid('healthyPercent must be an integer between 0 and 100.');
    if (healthyPercent < minimumHealthyPercent)
        throw invalid('healthyPercent must be greater than or equal to minimumHealthyPercent.');
    if (!['BLOCKING', 'DEFERRED'].includes(sourceServiceRevisionCleanup ?? ''))
        throw invalid('sourceServiceRevisionCleanup must be BLOCKING or DEFERRED.');
}
const NAMES = { BLUE_GREEN: 'blue/green', LINEAR: 'linear', CANARY: 'canary' };
function checkMinutes(name, minutes) {
    if (minutes !== undefined && !(Number.isInteger(minutes) && minutes >= 0 && minutes <= check_strategy_DAY))
        throw invalid(`${name} must be between 0 and ${check_strategy_DAY}.`);
}
function checkPercent(name, percent, least) {
    if (percent === undefined)
        return;
    const tenths = Math.round(percent * 10);
    if (percent < least || percent > 100 || Math.abs(percent * 10 - tenths) > 1e-9)
        throw invalid(`${name} must be a multiple of 0.1 between ${least} and 100.`);
}
/** The guide's prerequisites: no deployment under way, and load balancers that a rolling deployment has made ready. */
function checkMigration(service, configuration) {
    const [before, wanted] = [service.deploymentConfiguration, configuration].map(isShift);
    if (before === wanted)
        return;
    if (movementOf(service) !== undefined)
        throw invalid('The deployment strategy cannot be changed while a service deployment is in progress.');
    const { loadBalancers = [] } = revisionOf(service, service.serving)?.setting ?? {};
    if (wanted && loadBalancers.some(({ advancedConfiguration }) => advancedConfiguration === undefined))
        throw invalid('A rolling deployment with advancedConfiguration is needed before the deployment strategy is changed.');
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/rebalancing.js
const ZONE = 'attribute:ecs.availability-zone';
/**
 * Whether the tasks of a new service are balanced between availability zones without being asked for it.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html
 */
const isRebalanced = ({ deploymentConfiguration, placementStrategy, placementConstraints }) => (deploymentConfiguration?.maximumPercent ?? 0) > 100 &&
    (placementStrategy?.[0]?.field ?? ZONE) === ZONE &&
    !placementConstraints?.some(({ expression = '' }) => expression.includes(ZONE));

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/show-service.js







function showService(world, service, include = []) {
    const tasks = tasksOf(world, service);
    const { running, pending } = tally(tasks);
    const shown = {
        serviceArn: service.arn,
        serviceName: service.name,
        clusterArn: world.clusters[service.cluster]?.arn,
        status: service.status,
        desiredCount: service.desiredCount,
        runningCount: running,
        pendingCount: pending,
        deploymentConfiguration: service.deploymentConfiguration,
        ...showSetting(world, service.setting),
        deployments: service.deployments.map(deployment => showDeployment(world, service, deployment, tasks)),
        events: service.events.map(({ id, at, message }) => ({ id, createdAt: seconds(at), message })),
        createdAt: seconds(service.createdAt),
        createdBy: service.createdBy,
        healthCheckGracePeriodSeconds: service.healthCheckGracePeriodSeconds,
        currentServiceDeployment: service.history[0]?.arn,
        currentServiceRevisions: service.deployments.map(({ revisionArn }) => {
            const counts = countTasks(world, service, revisionArn);
            return {
                arn: revisionArn,
                requestedTaskCount: counts.requested,
                runningTaskCount: counts.running,
                pendingTaskCount: counts.pending,
            };
        }),
        ...service.extras,
        roleArn: roleOf(world, service),
        ...(include.includes('TAGS') && { tags: service.tags }),
    };
    return shown;
}
/**
 * The one that was given, or ECS's own: seen 2022-10-31 and 2026-04-25 with load balancers and service registries. Whether a
 * service without them has it is not known.
 */
function roleOf(world, { role, setting }) {
    if (role !== undefined)
        return roleArn(world, role);
    const isNeeded = setting.loadBalancers.length > 0 || setting.serviceRegistries.length > 0;
    return isNeeded ? roleArn(world, 'aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS') : undefined;
}
function showSetting(world, setting) {
    return {
        taskDefinition: setting.taskDefinition,
        launchType: setting.launchType,
        ...(isFargate(setting) && {
            platformVersion: setting.platformVersion,
            platformFamily: familyOf(recipeOf(world, setting)),
        }),
        networkConfiguration: setting.networkConfiguration,
        loadBalancers: setting.loadBalancers,
        serviceRegistries: setting.serviceRegistries,
        capacityProviderStrategy: setting.capacityProviderStrategy,
    };
}
const recipeOf = (world, { taskDefinition }) => world.definitions[taskDefinition]?.recipe ?? {};
function showDeployment(world, service, deployment, tasks) {
    const setting = revisionOf(service, deployment.revisionArn)?.setting ?? service.setting;
    const { running, pending, wanted } = tally(tasks.filter(({ deploymentId }) => deploymentId === deployment.id));
    const shown = {
        id: deployment.id,
        status: deployment.status,
        taskDefinition: setting.taskDefinition,
        desiredCount: deployment.status === 'PRIMARY' ? service.desiredCount : wanted,
        pendingCount: pending,
        runningCount: running,
        failedTasks: deployment.failures,
        createdAt: seconds(deployment.createdAt),
        updatedAt: seconds(deployment.updatedAt),
        launchType: setting.launchType,
        ...(setting.capacityProviderStrategy && { capacityProviderStrategy: setting.capacityProviderStrategy }),
        ...(isFargate(setting) && {
            platformVersion: versionOf(setting.platformVersion, recipeOf(world, setting)),
            platformFamily: familyOf(recipeOf(world, setting)),
        }),
        networkConfiguration: setting.networkConfiguration,
        rolloutState: deployment.rolloutState,
        rolloutStateReason: deployment.rolloutStateReason,
        ...(setting.serviceConnectConfiguration && {
            serviceConnectConfiguration: setting.serviceConnectConfiguration,
            serviceConnectResources: offers(world, service).map(({ endpoint, namespace }) => ({
                discoveryName: endpoint,
                discoveryArn: `arn:aws:servicediscovery:${world.region}:${world.account}:service/${namespace}/${endpoint}`,
            })),
        }),
        ...(setting.volumeConfigurations.length > 0 && { volumeConfigurations: setting.volumeConfigurations }),
    };
    return shown;
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/operations/create-service.js















/** Characters of its token. */
const LONGEST_TOKEN = 36;
function createService(room, input) {
    const { world, now } = room;
    checkLength(input.clientToken, LONGEST_TOKEN, 'clientToken');
    const cluster = findCluster(world, input.cluster);
    const name = required(input.serviceName, 'serviceName');
    if (!/^[A-Za-z0-9_-]{1,255}$/.test(name))
        throw invalid('Invalid service name.');
    const arn = serviceArn(world, cluster.name, name);
    const known = world.services[arn];
    if (known?.status === 'ACTIVE' && isSameAgain(known, input))
        return { service: showService(world, known, ['TAGS']) };
    if (known?.status === 'ACTIVE')
        throw invalid('Creation of service was not idempotent.');
    if (known?.status === 'DRAINING')
        throw invalid('Unable to Start a service that is still Draining.');
    checkKind(input);
    const definition = findActiveDefinition(world, required(input.taskDefinition, 'taskDefinition'));
    const asked = described('service', input);
    const { deploymentConfiguration: configuration, loadBalancers, serviceRegistries } = asked;
    check_service_checkConfiguration(configuration);
    const { desiredCount = 0 } = input;
    checkCount(desiredCount);
    checkTags(input.tags ?? []);
    const setting = {
        taskDefinition: definition.arn,
        ...capacityOf(cluster, input),
        platformVersion: asked.platformVersion,
        networkConfiguration: networkOf(input.networkConfiguration),
        loadBalancers,
        serviceConnectConfiguration: input.serviceConnectConfiguration,
        serviceRegistries,
        volumeConfigurations: input.volumeConfigurations ?? [],
    };
    checkSetting(world, setting, definition, { ...input, deed: 'created', maximumPercent: configuration.maximumPercent });
    checkStrategy(configuration, setting);
    const service = {
        arn,
        name,
        cluster: cluster.name,
        status: 'ACTIVE',
        desiredCount,
        createdAt: now,
        createdBy: userArn(room),
        ...(input.clientToken && { creation: JSON.stringify(input) }),
        role: input.role,
        deploymentConfiguration: configuration,
        healthCheckGracePeriodSeconds: asked.healthCheckGracePeriodSeconds,
        setting,
        extras: {
            ...extras(asked),
            ...(input.availabilityZoneRebalancing === undefined &&
                !isRebalanced(asked) && { availabilityZoneRebalancing: 'DISABLED' }),
        },
        deployments: [],
        // Those of a service of this name that has ended can still be asked for.
        tasks: known?.tasks ?? [],
        revisions: [],
        history: [],
        completed: [],
        events: [],
        steady: false,
        owed: 0,
        tags: input.tags ?? [],
    };
    checkConnect(world, service);
    world.services[arn] = service;
    record(world, now, 'service', { service: name, status: 'ACTIVE', desired: service.desiredCount });
    deployment_begin(world, service, now);
    return { service: showService(world, service, ['TAGS']) };
}
/** With another request of the same token AWS's words are not known: those of a name that is taken fit. */
const isSameAgain = ({ creation }, input) => creation !== undefined && (0,external_node_util_.isDeepStrictEqual)(JSON.parse(creation), JSON.parse(JSON.stringify(input)));
const EXTRAS = [
    'enableECSManagedTags',
    'enableExecuteCommand',
    'propagateTags',
    'availabilityZoneRebalancing',
    'placementConstraints',
    'placementStrategy',
    'schedulingStrategy',
    'deploymentController',
    'resourceManagementType',
];
/** Settings that the service shows again, and that decide nothing here. */
const extras = (input) => Object.fromEntries(Object.entries(input).filter(([key, value]) => EXTRAS.includes(key) && value !== undefined));

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/operations/delete-cluster.js



function deleteCluster({ world }, input) {
    const cluster = findCluster(world, required(input.cluster, 'cluster'));
    const inside = (things, gone) => Object.values(things).some(one => one.cluster === cluster.name && one.status !== gone);
    if (inside(world.services, 'INACTIVE'))
        throw new Refusal('ClusterContainsServicesException', 'The Cluster cannot be deleted while Services are active.');
    if (inside(world.tasks, 'STOPPED'))
        throw new Refusal('ClusterContainsTasksException', 'The Cluster cannot be deleted while Tasks are active.');
    cluster.status = 'INACTIVE';
    return { cluster: showCluster(world, cluster) };
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/operations/delete-service.js




function deleteService({ world, now }, input) {
    const service = findActiveService(world, input.cluster, required(input.service, 'service'));
    if (service.desiredCount > 0 && !input.force)
        throw invalid('The service cannot be stopped while it is scaled above 0.');
    service.desiredCount = 0;
    service.status = 'DRAINING';
    service.steady = false;
    record(world, now, 'service', { service: service.name, status: 'DRAINING', desired: 0 });
    return { service: showService(world, service) };
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/show-definition.js

function showDefinition(definition) {
    return {
        ...definition.recipe,
        status: definition.status,
        registeredAt: seconds(definition.registeredAt),
        registeredBy: definition.registeredBy,
        ...(definition.deregisteredAt !== undefined && { deregisteredAt: maybeSeconds(definition.deregisteredAt) }),
    };
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/operations/delete-task-definitions.js




const REASONS = {
    invalid: 'The specified task definition identifier is invalid. Specify a valid name or ARN and try again.',
    missing: 'The specified task definition does not exist. Specify a valid account, family, revision and try again.',
    active: 'The specified task definition is still in ACTIVE status. Please deregister the target and try again.',
};
const delete_task_definitions_MOST = 10;
/** Gone at once, unless something still uses it. */
function deleteTaskDefinitions({ world }, { taskDefinitions = [] }) {
    checkMany(taskDefinitions, delete_task_definitions_MOST, 'taskDefinitions');
    const gone = [];
    const failures = [];
    for (const name of taskDefinitions) {
        const arn = isElsewhere(world, 'ecs', name) ? name : definitionArn(world, lastPart(name));
        const definition = world.definitions[arn];
        if (!lastPart(name).includes(':'))
            failures.push({ arn: name, reason: REASONS.invalid });
        else if (definition === undefined)
            failures.push({ arn: name, reason: REASONS.missing });
        else if (definition.status === 'ACTIVE')
            failures.push({ arn, reason: REASONS.active });
        else {
            gone.push({ ...showDefinition(definition), status: 'DELETE_IN_PROGRESS' });
            if (!isUsed(world, arn))
                delete world.definitions[arn];
        }
    }
    return { taskDefinitions: gone, failures };
}
function isUsed(world, arn) {
    return (Object.values(world.tasks).some(({ definition }) => definition === arn) ||
        Object.values(world.services).some(({ status, revisions }) => status !== 'INACTIVE' && revisions.some(({ setting }) => setting.taskDefinition === arn)));
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/operations/deregister-task-definition.js





function deregisterTaskDefinition({ world, now }, input) {
    const given = required(input.taskDefinition, 'taskDefinition');
    const [, revision] = lastPart(given).split(':');
    if (revision === undefined)
        throw client('Revision is missing.');
    if (!/^\d+$/.test(revision))
        throw client(`Invalid revision number. Number: ${revision}`);
    const definition = findDefinition(world, given, 'The specified task definition does not exist.');
    if (definition.status === 'INACTIVE')
        throw client('The specified task definition is inactive.');
    definition.status = 'INACTIVE';
    definition.deregisteredAt = now;
    record(world, now, 'definition', { definition: `${definition.family}:${definition.revision}`, status: 'INACTIVE' });
    return { taskDefinition: showDefinition(definition) };
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/operations/describe-capacity-providers.js


function describeCapacityProviders({ world }, input) {
    const arnOf = (name) => arn(world, 'ecs', `capacity-provider/${name}`);
    const asked = (input.capacityProviders ?? PROVIDERS).map(given => {
        const elsewhere = isElsewhere(world, 'ecs', given);
        return { name: lastPart(given), arn: elsewhere ? given : arnOf(lastPart(given)), elsewhere };
    });
    const isHere = ({ name, elsewhere }) => !elsewhere && PROVIDERS.includes(name);
    return {
        capacityProviders: asked
            .filter(isHere)
            .map(({ name, arn }) => ({ capacityProviderArn: arn, name, status: 'ACTIVE', tags: [] })),
        failures: asked.filter(one => !isHere(one)).map(({ arn }) => ({ arn, reason: 'MISSING' })),
    };
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/operations/describe-clusters.js



const describe_clusters_MOST = 100;
function describeClusters({ world }, { clusters = ['default'], include = [] }) {
    checkMany(clusters, describe_clusters_MOST, 'clusters');
    const found = clusters.map(given => ({
        arn: isElsewhere(world, 'ecs', given) ? given : arn(world, 'ecs', `cluster/${lastPart(given)}`),
        cluster: isElsewhere(world, 'ecs', given) ? undefined : world.clusters[lastPart(given)],
    }));
    return {
        clusters: found.flatMap(({ cluster }) => (cluster === undefined ? [] : [showCluster(world, cluster, include)])),
        failures: found.filter(({ cluster }) => cluster === undefined).map(({ arn }) => ({ arn, reason: 'MISSING' })),
    };
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/operations/describe-service-deployments.js






const describe_service_deployments_MOST = 20;
function describeServiceDeployments({ world }, input) {
    const arns = input.serviceDeploymentArns ?? [];
    if (arns.length === 0)
        throw invalid('serviceDeploymentArns cannot be empty.');
    if (arns.length > describe_service_deployments_MOST)
        throw invalid(`Too many service deployments: at most ${describe_service_deployments_MOST} can be described at once.`);
    const found = arns.map(arn => ({ arn, match: findMovement(world, arn) }));
    return {
        serviceDeployments: found.flatMap(({ match }) => (match ? [describe_service_deployments_show(world, match.service, match.movement)] : [])),
        failures: found.filter(({ match }) => match === undefined).map(({ arn }) => ({ arn, reason: 'MISSING' })),
    };
}
function describe_service_deployments_show(world, service, movement) {
    const { breaker, alarms, configuration, rollback } = movement;
    const over = movement.finishedAt !== undefined;
    return {
        serviceDeploymentArn: movement.arn,
        serviceArn: service.arn,
        clusterArn: world.clusters[service.cluster]?.arn,
        createdAt: seconds(movement.createdAt),
        startedAt: maybeSeconds(movement.startedAt),
        finishedAt: maybeSeconds(movement.finishedAt),
        stoppedAt: maybeSeconds(movement.stoppedAt),
        updatedAt: seconds(movement.updatedAt),
        status: movement.status,
        statusReason: movement.statusReason,
        sourceServiceRevisions: movement.sources.map(arn => summary(world, service, movement, arn)),
        targetServiceRevision: summary(world, service, movement, movement.target),
        deploymentConfiguration: configuration,
        // One stage is missing in the enumeration of the API, not in its text.
        lifecycleStage: (movement.shift?.stage ?? movement.stage),
        lifecycleHookDetails: movement.hooks.map(({ id, type, target, status, expiresAt, timeoutAction }) => ({
            hookId: id,
            targetType: type,
            ...(target !== undefined && { targetArn: target }),
            status,
            expiresAt: seconds(expiresAt),
            timeoutAction,
        })),
        deploymentCircuitBreaker: {
            status: breaker.status,
            failureCount: over || rollback ? breaker.failures : failuresOf(service, movement),
            threshold: threshold(configuration, service.desiredCount),
        },
        alarms: {
            status: alarms.status,
            alarmNames: configuration.alarms?.alarmNames ?? [],
            triggeredAlarmNames: alarms.triggered,
        },
        ...(rollback && {
            rollback: {
                reason: rollback.reason,
                startedAt: seconds(rollback.startedAt),
                serviceRevisionArn: rollback.revisionArn,
            },
        }),
    };
}
function summary(world, service, { finalCounts, shift, source, target }, arn) {
    const { requested, running, pending } = finalCounts?.[arn] ?? countTasks(world, service, arn);
    const share = (percent) => (arn === target ? percent : arn === source ? 100 - percent : 0);
    return {
        arn,
        requestedTaskCount: requested,
        runningTaskCount: running,
        pendingTaskCount: pending,
        ...(shift && {
            requestedProductionTrafficWeight: share(shift.production),
            requestedTestTrafficWeight: share(shift.test),
        }),
    };
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/operations/describe-service-revisions.js






const describe_service_revisions_MOST = 20;
function describeServiceRevisions({ world }, input) {
    const arns = input.serviceRevisionArns ?? [];
    if (arns.length === 0)
        throw invalid('serviceRevisionArns cannot be empty.');
    if (arns.length > describe_service_revisions_MOST)
        throw invalid(`Too many service revisions: at most ${describe_service_revisions_MOST} can be described at once.`);
    const found = arns.map(arn => {
        const service = serviceOfPart(world, arn);
        return { arn, service, revision: service && revisionOf(service, arn) };
    });
    return {
        serviceRevisions: found.flatMap(({ service, revision }) => service && revision ? [describe_service_revisions_show(world, service, revision)] : []),
        failures: found.filter(({ revision }) => revision === undefined).map(({ arn }) => ({ arn, reason: 'MISSING' })),
    };
}
function describe_service_revisions_show(world, service, { arn, createdAt, setting, targetGroups, digests }) {
    const recipe = world.definitions[setting.taskDefinition]?.recipe ?? {};
    const containers = recipe.containerDefinitions ?? [];
    const shown = {
        serviceRevisionArn: arn,
        serviceArn: service.arn,
        clusterArn: world.clusters[service.cluster]?.arn,
        taskDefinition: setting.taskDefinition,
        launchType: setting.launchType,
        ...(isFargate(setting) && { platformVersion: setting.platformVersion, platformFamily: familyOf(recipe) }),
        loadBalancers: setting.loadBalancers,
        resolvedConfiguration: { loadBalancers: resolved(setting, targetGroups) },
        serviceRegistries: setting.serviceRegistries,
        networkConfiguration: setting.networkConfiguration,
        serviceConnectConfiguration: setting.serviceConnectConfiguration,
        volumeConfigurations: setting.volumeConfigurations,
        capacityProviderStrategy: setting.capacityProviderStrategy,
        containerImages: containers.map(({ name = '', image }) => ({
            containerName: name,
            image,
            ...(digests[name] && { imageDigest: digests[name] }),
        })),
        guardDutyEnabled: false,
        createdAt: seconds(createdAt),
    };
    return shown;
}
/** Which of its two target groups a revision has, and who leads production traffic there. */
const resolved = ({ loadBalancers }, targetGroups) => loadBalancers.map(({ advancedConfiguration }, i) => ({
    targetGroupArn: targetGroups[i],
    ...(advancedConfiguration && { productionListenerRule: advancedConfiguration.productionListenerRule }),
}));

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/operations/describe-services.js




const describe_services_MOST = 10;
function describeServices({ world }, { cluster, services = [], include = [] }) {
    const place = findCluster(world, cluster);
    if (services.length === 0)
        throw invalid('Services cannot be empty.');
    checkMany(services, describe_services_MOST, 'services');
    checkCluster(world, place.name, services);
    const arns = services.map(name => serviceArn(world, place.name, name));
    return {
        services: arns.flatMap(arn => {
            const service = world.services[arn];
            return service === undefined ? [] : [showService(world, service, include)];
        }),
        failures: arns.filter(arn => world.services[arn] === undefined).map(arn => ({ arn, reason: 'MISSING' })),
    };
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/operations/describe-task-definition.js



function describeTaskDefinition({ world }, input) {
    const definition = findDefinition(world, required(input.taskDefinition, 'taskDefinition'));
    return {
        taskDefinition: showDefinition(definition),
        ...(input.include?.includes('TAGS') && { tags: definition.tags }),
    };
}

;// CONCATENATED MODULE: ./lib/emulator/scheduler/health.js
function containerHealth(task) {
    // Asked of every task at every tick.
    if (!isChecked(task))
        return 'UNKNOWN';
    const checked = task.containers.filter(({ checked, essential }) => checked && essential);
    if (checked.some(({ health }) => health === 'UNHEALTHY'))
        return 'UNHEALTHY';
    return checked.every(({ health }) => health === 'HEALTHY') ? 'HEALTHY' : 'UNKNOWN';
}
const isChecked = (task) => task.containers.some(c => c.checked && c.essential);
/** Somebody looks whether it is well: its containers' checks or a load balancer. */
const isWatched = (task) => isChecked(task) || task.targets.length > 0;
const isUp = (task) => task.status === 'RUNNING' && task.desired === 'RUNNING';
function isHealthy(task, now, pace) {
    if (!isUp(task))
        return false;
    if (!isWatched(task))
        return now - (task.startedAt ?? now) >= pace.unchecked;
    return (!isChecked(task) || containerHealth(task) === 'HEALTHY') && task.targets.every(t => t.state === 'healthy');
}
/** What is wrong with a running task, once the grace period is over. */
function illness(task, service, now, pace) {
    if (!isUp(task))
        return undefined;
    const grace = (service.healthCheckGracePeriodSeconds * 1000) / pace.speed;
    if (now < (task.startedAt ?? now) + grace)
        return undefined;
    if (containerHealth(task) === 'UNHEALTHY')
        return {
            stoppedReason: 'Task failed container health checks',
            event: `(task ${task.id}) failed container health checks.`,
        };
    const target = task.targets.find(({ state }) => state === 'unhealthy');
    if (target === undefined)
        return undefined;
    return {
        stoppedReason: `Task failed ELB health checks in (target-group ${target.targetGroupArn})`,
        event: `(task ${task.id}) (port ${target.port}) is unhealthy in (target-group ${target.targetGroupArn}) ` +
            `due to (reason ${target.reason ?? 'Health checks failed'}).`,
    };
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/size.js
/** Sizes of tasks, and those that Fargate has. */

const MIB = 1024;
const range = (from, to, step) => Array.from({ length: (to - from) / step + 1 }, (_, i) => from + i * step);
/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size */
const FARGATE_SIZES = {
    256: [512, 1024, 2048],
    512: range(1024, 4096, MIB),
    1024: range(2048, 8192, MIB),
    2048: range(4096, 16384, MIB),
    4096: range(8192, 30720, MIB),
    8192: range(16384, 61440, 4 * MIB),
    16384: range(32768, 122880, 8 * MIB),
};
const WINDOWS_CPUS = [1024, 2048, 4096];
/** `512`, `0.5 vCPU`, `.25 vcpu` (as the developer guide writes it), `1 GB` or `1024`. */
function units(text, unit) {
    const found = /^\s*(\d+(?:\.\d+)?|\.\d+)\s*(vcpu|gb)?\s*$/i.exec(text);
    if (found === null)
        throw client(`Invalid '${unit === 'gb' ? 'memory' : 'cpu'}' setting for task.`);
    return found[2]?.toLowerCase() === unit ? Number(found[1]) * MIB : Number(found[1]);
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/overridden.js

function overridden(recipe, overrides) {
    if (overrides === undefined)
        return recipe;
    const { cpu, memory, taskRoleArn, executionRoleArn, ephemeralStorage, containerOverrides = [] } = overrides;
    const changes = new Map(containerOverrides.map(change => [change.name, change]));
    return {
        ...recipe,
        ...(cpu !== undefined && { cpu: String(units(cpu, 'vcpu')) }),
        ...(memory !== undefined && { memory: String(units(memory, 'gb')) }),
        ...(taskRoleArn && { taskRoleArn }),
        ...(executionRoleArn && { executionRoleArn }),
        ...(ephemeralStorage !== undefined && { ephemeralStorage }),
        ...(recipe.containerDefinitions && {
            containerDefinitions: recipe.containerDefinitions.map(container => changed(container, changes.get(container.name))),
        }),
    };
}
function changed(container, change) {
    if (change === undefined)
        return container;
    const { environment, environmentFiles, ...members } = change;
    return {
        ...container,
        ...members,
        ...(environment && { environment: withNewer(container.environment, environment) }),
        ...(environmentFiles && { environmentFiles: [...(container.environmentFiles ?? []), ...environmentFiles] }),
    };
}
const withNewer = (old = [], newer) => [
    ...old.filter(({ name }) => !newer.some(one => one.name === name)),
    ...newer,
];

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/show-task.js





function showTask(world, task, include = []) {
    const recipe = show_task_recipeOf(world, task);
    const storage = { sizeInGiB: FARGATE_STORAGE, ...recipe.ephemeralStorage };
    return {
        taskArn: task.arn,
        clusterArn: world.clusters[task.cluster]?.arn,
        taskDefinitionArn: task.definition,
        group: task.group,
        lastStatus: task.status,
        desiredStatus: task.desired,
        healthStatus: containerHealth(task),
        launchType: task.setting.launchType ?? 'FARGATE',
        ...(task.capacityProvider && { capacityProviderName: task.capacityProvider }),
        platformVersion: versionOf(task.setting.platformVersion, recipe),
        platformFamily: familyOf(recipe),
        availabilityZone: `${world.region}${spread(task.id) % 2 === 0 ? 'a' : 'b'}`,
        connectivity: 'CONNECTED',
        cpu: recipe.cpu,
        memory: recipe.memory,
        ephemeralStorage: storage,
        fargateEphemeralStorage: storage,
        startedBy: task.startedBy,
        version: task.version,
        createdAt: seconds(task.createdAt),
        pullStartedAt: maybeSeconds(task.pullStartedAt),
        pullStoppedAt: maybeSeconds(task.pullStoppedAt),
        startedAt: maybeSeconds(task.startedAt),
        stoppingAt: maybeSeconds(task.stoppingAt),
        executionStoppedAt: maybeSeconds(task.executionStoppedAt),
        stoppedAt: maybeSeconds(task.stoppedAt),
        stopCode: task.stopCode,
        stoppedReason: task.stoppedReason,
        attachments: [attachment(task)],
        attributes: [],
        containers: task.containers.map(container => showContainer(world, task, { container, recipe })),
        overrides: showOverrides(task),
        enableExecuteCommand: task.exec,
        tags: include.includes('TAGS') ? task.tags : [],
    };
}
/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-storage.html */
const FARGATE_STORAGE = 20;
const show_task_recipeOf = (world, { definition, overrides }) => overridden(world.definitions[definition]?.recipe ?? {}, overrides);
/** Every container is named, with or without an override; from memory of answers of RunTask and DescribeTasks. */
function showOverrides({ overrides, containers }) {
    const { containerOverrides = [], inferenceAcceleratorOverrides = [], ...rest } = overrides ?? {};
    return {
        ...rest,
        containerOverrides: containers.map(({ name }) => containerOverrides.find(one => one.name === name) ?? { name }),
        inferenceAcceleratorOverrides,
    };
}
function attachment({ eni, address, status, setting }) {
    const subnet = setting.networkConfiguration?.awsvpcConfiguration?.subnets?.[0];
    const gone = status === 'DEPROVISIONING' || status === 'STOPPED';
    return {
        id: eni,
        type: 'ElasticNetworkInterface',
        status: status === 'PROVISIONING' ? 'PRECREATED' : gone ? 'DELETED' : 'ATTACHED',
        details: [
            ...(subnet ? [{ name: 'subnetId', value: subnet }] : []),
            { name: 'networkInterfaceId', value: `eni-${eni.replaceAll('-', '').slice(0, 17)}` },
            ...(address ? [{ name: 'privateIPv4Address', value: address }] : []),
        ],
    };
}
function showContainer(world, task, { container, recipe }) {
    const definition = recipe.containerDefinitions?.find(({ name }) => name === container.name);
    return {
        containerArn: `arn:aws:ecs:${world.region}:${world.account}:container/${task.cluster}/${task.id}/${container.id}`,
        taskArn: task.arn,
        name: container.name,
        image: container.image,
        ...(container.digest && { imageDigest: container.digest }),
        runtimeId: `${task.id}-${spread(container.id) % 10_000_000_000}`,
        lastStatus: container.status,
        healthStatus: container.health,
        ...(container.exitCode !== undefined && { exitCode: container.exitCode }),
        ...(container.reason !== undefined && { reason: container.reason }),
        networkBindings: [],
        networkInterfaces: task.address ? [{ attachmentId: task.eni, privateIpv4Address: task.address }] : [],
        cpu: String(definition?.cpu ?? 0),
        ...(definition?.memory !== undefined && { memory: String(definition.memory) }),
        ...(definition?.memoryReservation !== undefined && { memoryReservation: String(definition.memoryReservation) }),
        ...(task.exec && { managedAgents: [{ name: 'ExecuteCommandAgent', lastStatus: container.status }] }),
    };
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/operations/describe-tasks.js





const describe_tasks_MOST = 100;
function describeTasks({ world }, { cluster, tasks = [], include = [] }) {
    const place = findCluster(world, cluster);
    if (tasks.length === 0)
        throw invalid('Tasks cannot be empty.');
    checkMany(tasks, describe_tasks_MOST, 'taskIds');
    checkTaskIds(tasks);
    checkCluster(world, place.name, tasks);
    const found = tasks
        .map(given => taskArn(world, place.name, given))
        .map(arn => ({ arn, task: world.tasks[lastPart(arn)] }));
    return {
        tasks: found.flatMap(({ arn, task }) => (task?.arn === arn ? [showTask(world, task, include)] : [])),
        failures: found.filter(({ arn, task }) => task?.arn !== arn).map(({ arn }) => ({ arn, reason: 'MISSING' })),
    };
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/operations/list-clusters.js

function listClusters({ world }, input) {
    const active = Object.values(world.clusters).filter(({ status }) => status === 'ACTIVE');
    const { items, nextToken } = page(active, input, { standard: 100, most: 100 });
    return { clusterArns: items.map(({ arn }) => arn), nextToken };
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/operations/list-service-deployments.js




function listServiceDeployments({ world }, input) {
    const service = findService(world, input.cluster, required(input.service, 'service'));
    const { after = 0, before = Infinity } = input.createdAt ?? {};
    const statuses = input.status ?? [];
    const found = service.history.filter(({ status, createdAt }) => (statuses.length === 0 || (status !== undefined && statuses.includes(status))) &&
        seconds(createdAt) >= after &&
        seconds(createdAt) <= before);
    const { items, nextToken } = page(found, input, { standard: 20, most: 100 });
    const brief = (movement) => ({
        serviceDeploymentArn: movement.arn,
        serviceArn: service.arn,
        clusterArn: world.clusters[service.cluster]?.arn,
        createdAt: seconds(movement.createdAt),
        startedAt: maybeSeconds(movement.startedAt),
        finishedAt: maybeSeconds(movement.finishedAt),
        targetServiceRevisionArn: movement.target,
        status: movement.status,
        statusReason: movement.statusReason,
    });
    return { serviceDeployments: items.map(brief), nextToken };
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/operations/list-services.js


function listServices({ world }, input) {
    const cluster = findCluster(world, input.cluster);
    const found = Object.values(world.services).filter(service => service.cluster === cluster.name &&
        service.status !== 'INACTIVE' &&
        // There are no others.
        input.schedulingStrategy !== 'DAEMON' &&
        (input.launchType === undefined || service.setting.launchType === input.launchType));
    const { items, nextToken } = page(found, input, { standard: 10, most: 100 });
    return { serviceArns: items.map(({ arn }) => arn), nextToken };
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/operations/list-tags-for-resource.js

const list_tags_for_resource_listTagsForResource = ({ world }, { resourceArn }) => ({
    tags: tagged(world, resourceArn).tags,
});

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/operations/list-task-definition-families.js

function listTaskDefinitionFamilies({ world }, input) {
    const { familyPrefix = '', status = 'ALL' } = input;
    const active = new Set(Object.values(world.definitions).flatMap(one => (one.status === 'ACTIVE' ? [one.family] : [])));
    const found = Object.keys(world.families)
        .filter(family => family.startsWith(familyPrefix))
        .filter(family => status === 'ALL' || (status === 'ACTIVE') === active.has(family))
        .sort();
    const { items, nextToken } = page(found, input, { standard: 100, most: 100 });
    return { families: items, nextToken };
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/operations/list-task-definitions.js

function listTaskDefinitions({ world }, input) {
    const { familyPrefix, status = 'ACTIVE', sort = 'ASC' } = input;
    const found = Object.values(world.definitions)
        .filter(one => one.status === status && (familyPrefix === undefined || one.family === familyPrefix))
        .sort((a, b) => (a.family < b.family ? -1 : a.family > b.family ? 1 : a.revision - b.revision));
    if (sort === 'DESC')
        found.reverse();
    const { items, nextToken } = page(found, input, { standard: 100, most: 100 });
    return { taskDefinitionArns: items.map(({ arn }) => arn), nextToken };
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/operations/list-tasks.js




function listTasks({ world }, input) {
    const { family, startedBy, serviceName, desiredStatus = 'RUNNING', launchType } = input;
    if (input.containerInstance !== undefined)
        throw leftOut('container instances');
    if (startedBy !== undefined && (family !== undefined || serviceName !== undefined))
        throw invalid('startedBy cannot be combined with family or serviceName.');
    const cluster = findCluster(world, input.cluster);
    const service = serviceName === undefined ? undefined : findService(world, cluster.name, serviceName);
    const found = (service === undefined ? Object.values(world.tasks) : tasksOf(world, service)).filter(task => task.cluster === cluster.name &&
        task.desired === desiredStatus &&
        (startedBy === undefined || task.startedBy === startedBy) &&
        (launchType === undefined || (task.setting.launchType ?? 'FARGATE') === launchType) &&
        (family === undefined || world.definitions[task.definition]?.family === family));
    const { items, nextToken } = page(found, input, { standard: 100, most: 100 });
    return { taskArns: items.map(({ arn }) => arn), nextToken };
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/operations/put-cluster-capacity-providers.js




function putClusterCapacityProviders({ world }, input) {
    const cluster = findCluster(world, required(input.cluster, 'cluster'));
    const providers = input.capacityProviders ?? [];
    checkProviders(providers);
    const strategy = checkedStrategy({ capacityProviders: providers }, input.defaultCapacityProviderStrategy ?? []);
    cluster.capacityProviders = providers;
    cluster.defaultCapacityProviderStrategy = strategy;
    return { cluster: showCluster(world, cluster, ['TAGS', 'SETTINGS', 'CONFIGURATIONS']) };
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/container-rules.js


const PART = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const HOST = '(?:localhost|[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+|[A-Za-z0-9-]+(?=:\\d))(?::\\d+)?';
/** https://github.com/distribution/reference/blob/main/reference.go: in the name of an image there are no capitals. */
const IMAGE = new RegExp(`^(?:${HOST}/)?${PART}(?:/${PART})*(?::\\w[\\w.-]{0,127})?(?:@[a-z0-9]+:[a-f0-9]{32,})?$`);
/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html */
const HEALTH_CHECK = {
    interval: [5, 300],
    timeout: [2, 60],
    retries: [1, 10],
    startPeriod: [0, 300],
};
/**
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LogConfiguration.html; more of its own may come. Seen to be refused:
 * amazon-ecs-agent issue 418, amazon-ecs-firelens-examples issue 83.
 */
const isOfAwslogs = (option) => option === 'mode' ||
    option === 'max-buffer-size' ||
    (option.startsWith('awslogs-') && !['awslogs-stream', 'awslogs-endpoint'].includes(option));
const container_rules_named = ({ container: { name } }) => `container '${name}'`;
const others = ({ definition: { containerDefinitions = [] } }) => new Map(containerDefinitions.map(one => [one.name, one]));
/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerRestartPolicy.html: seconds, and how many codes */
const RESTARTS = { least: 60, most: 1800, mostCodes: 50 };
const OF_THE_NETWORK = {
    extraHosts: 'Extra hosts are',
    dnsServers: 'DNS servers are',
    dnsSearchDomains: 'DNS search domains are',
    disableNetworking: 'Disable Networking is',
};
const MOST_FILES = 10;
function isRange(range) {
    const [first = 0, last = 0] = range.split('-').map(Number);
    return /^\d+-\d+$/.test(range) && first < last;
}
const CONTAINER_RULES = [
    {
        name: 'a name that can be',
        says: ({ container: { name = '' } }) => when(!/^[A-Za-z0-9_-]{1,255}$/.test(name), 'Container.name contains invalid characters.'),
    },
    {
        name: 'an image',
        says: ({ container: { image } }) => when(!image, 'Container.image should not be null or empty.'),
    },
    {
        name: 'an image that can be',
        says: ({ container: { image = '' } }) => when(!IMAGE.test(image), 'Container.image contains invalid characters.'),
    },
    {
        name: 'some memory',
        says: within => when(within.definition.memory === undefined &&
            within.container.memory === undefined &&
            within.container.memoryReservation === undefined, `Invalid setting for ${container_rules_named(within)}. At least one of 'memory' or 'memoryReservation' must be specified.`),
    },
    {
        name: 'no more memory than the task',
        says: within => when(within.definition.memory !== undefined &&
            (within.container.memory ?? 0) > units(within.definition.memory, 'gb'), `The 'memory' setting for ${container_rules_named(within)} is greater than for the task.`),
    },
    {
        name: 'a reservation below the limit',
        says: within => when((within.container.memoryReservation ?? 0) > (within.container.memory ?? Number.POSITIVE_INFINITY), `Invalid setting for ${container_rules_named(within)}. 'memory' must be greater than or equal to 'memoryReservation'.`),
    },
    {
        name: 'ports that there are',
        wordsOurs: true,
        says: ({ container: { portMappings = [] } }) => {
            const ports = portMappings.flatMap(({ containerPort, hostPort }) => [containerPort ?? 1, hostPort ?? 0]);
            const strange = ports.find(port => port < 0 || port > 65_535);
            return when(strange !== undefined, `There is no port ${strange}: one is between 1 and 65535.`);
        },
    },
    {
        name: 'restarts that are not too near',
        says: within => {
            const { restartAttemptPeriod: period = RESTARTS.least } = within.container.restartPolicy ?? {};
            const isIn = period >= RESTARTS.least && period <= RESTARTS.most;
            return when(!isIn, `The 'restartAttemptPeriod' setting for ${container_rules_named(within)} must be between ${RESTARTS.least} and ${RESTARTS.most}.`);
        },
    },
    {
        name: 'few exit codes after which nothing restarts',
        wordsOurs: true,
        says: within => when((within.container.restartPolicy?.ignoredExitCodes?.length ?? 0) > RESTARTS.mostCodes, `The 'ignoredExitCodes' of ${container_rules_named(within)} can be at most ${RESTARTS.mostCodes}.`),
    },
    {
        name: 'the same port inside and outside',
        says: ({ container: { portMappings = [] }, definition: { networkMode } }) => when((networkMode === 'awsvpc' || networkMode === 'host') &&
            portMappings.some(one => one.hostPort && one.hostPort !== one.containerPort), `When networkMode=${networkMode}, the host ports and container ports in port mappings must match.`),
    },
    {
        name: 'no host name under awsvpc',
        says: ({ container: { hostname }, definition: { networkMode } }) => when(!!hostname && networkMode === 'awsvpc', 'hostname is not supported on container when networkMode=awsvpc.'),
    },
    {
        name: 'no links under awsvpc',
        says: ({ container: { links }, definition: { networkMode } }) => when(networkMode === 'awsvpc' && !!links?.length, 'Links are not supported when networkMode=awsvpc.'),
    },
    {
        // that of search domains by analogy
        name: 'no network of its own under awsvpc',
        says: ({ container, definition: { networkMode } }) => {
            const given = Object.entries(OF_THE_NETWORK).find(([key]) => {
                const value = container[key];
                return Array.isArray(value) ? value.length > 0 : value === true;
            });
            return when(networkMode === 'awsvpc' && given !== undefined, `${given?.[1]} not supported on container when networkMode=awsvpc.`);
        },
    },
    {
        name: 'a port or a range of ports',
        says: within => when(within.container.portMappings?.some(({ containerPort, hostPort, containerPortRange }) => containerPortRange && (containerPort ?? hostPort)) ?? false, `Invalid port mapping for ${container_rules_named(within)}, cannot specify both single port and port range.`),
    },
    {
        name: 'a range of ports from the first to the last',
        says: within => when(within.container.portMappings?.some(({ containerPortRange: range }) => range && !isRange(range)) ?? false, `Invalid 'containerPortRange' setting for ${container_rules_named(within)}.`),
    },
    {
        name: 'few environment files',
        says: ({ container: { environmentFiles = [] } }) => when(environmentFiles.length > MOST_FILES, 'The maximum number of environment files was exceeded. Specify ten or less and try again.'),
    },
    {
        name: 'environment files by their ARN',
        says: ({ container: { environmentFiles = [] } }) => when(environmentFiles.some(({ value = '' }) => !value.startsWith('arn:')), 'Invalid arn syntax.'),
    },
    {
        name: 'soft limits below the hard ones',
        says: ({ container: { ulimits = [] } }) => {
            const above = ulimits.find(({ softLimit = 0, hardLimit = 0 }) => hardLimit >= 0 && softLimit > hardLimit);
            return when(above !== undefined, `Soft limit exceeds hard limit for ulimit ${above?.name}`);
        },
    },
    {
        name: 'volumes that there are',
        says: ({ container: { mountPoints = [] }, definition: { volumes = [] } }) => {
            const unknown = mountPoints.find(({ sourceVolume }) => !volumes.some(({ name }) => name === sourceVolume));
            return when(unknown !== undefined, `Unknown volume '${unknown?.sourceVolume ?? null}'.`);
        },
    },
    {
        name: 'volumes of containers that there are',
        says: within => {
            const unknown = within.container.volumesFrom?.find(({ sourceContainer }) => !others(within).has(sourceContainer));
            return when(unknown !== undefined, `Invalid 'volumesFrom' setting. Unknown container: '${unknown?.sourceContainer ?? null}'.`);
        },
    },
    {
        name: 'no dependency on itself',
        wordsOurs: true,
        says: within => when(within.container.dependsOn?.some(({ containerName }) => containerName === within.container.name) ?? false, `Container '${within.container.name}' cannot depend on itself.`),
    },
    {
        name: 'dependencies that there are',
        says: within => {
            const unknown = within.container.dependsOn?.find(({ containerName }) => !others(within).has(containerName));
            return when(unknown !== undefined, `Cannot depend on container + '${unknown?.containerName}' because it does not exist`);
        },
    },
    {
        name: 'dependencies that may end',
        says: within => when(within.container.dependsOn?.some(({ containerName, condition = '' }) => ['SUCCESS', 'COMPLETE'].includes(condition) && others(within).get(containerName)?.essential !== false) ?? false, 'A dependency container with SUCCESS or COMPLETE condition cannot be an essential container'),
    },
    {
        name: 'dependencies whose health is known',
        says: within => when(within.container.dependsOn?.some(({ containerName, condition }) => condition === 'HEALTHY' && !others(within).get(containerName)?.healthCheck) ?? false, 'A dependency container with HEALTHY condition must have health check configured'),
    },
    {
        name: 'secrets once each',
        says: ({ container: { secrets = [] } }) => {
            const names = secrets.map(({ name }) => name);
            const twice = names.find((name, index) => names.indexOf(name) !== index);
            return when(twice !== undefined, `Duplicate secret names found: ${twice}. Each secret name must be unique.`);
        },
    },
    {
        name: 'secrets that are no variables',
        says: ({ container: { secrets = [], environment = [] } }) => {
            const both = secrets.find(secret => environment.some(({ name }) => name === secret.name));
            return when(both !== undefined, `The secret name must be unique and not shared with any new or existing environment variables set on the container, such as '${both?.name}'.`);
        },
    },
    {
        name: 'a health check with a command',
        says: ({ container: { healthCheck } }) => when(healthCheck !== undefined && !healthCheck.command?.length, 'HealthCheck command should not be null or empty.'),
    },
    {
        name: 'a health check in its bounds',
        says: within => {
            for (const [key, [least, most]] of Object.entries(HEALTH_CHECK)) {
                const value = within.container.healthCheck?.[key] ?? least;
                if (value > most)
                    return `Health check ${key} must be less than or equal to the maximum allowed value ${most} for ${container_rules_named(within)}`;
                // by analogy
                if (value < least)
                    return `Health check ${key} must be greater than or equal to the minimum allowed value ${least} for ${container_rules_named(within)}`;
            }
            return undefined;
        },
    },
    {
        name: 'a log group',
        says: ({ container: { logConfiguration } }) => {
            const options = logConfiguration?.options ?? {};
            const missing = ['awslogs-group', 'awslogs-region'].filter(option => !options[option]);
            return when(logConfiguration?.logDriver === 'awslogs' && missing.length > 0, `Log driver awslogs requires options: ${missing.join(', ')}`);
        },
    },
    {
        name: 'options that awslogs has',
        says: ({ container: { logConfiguration } }) => {
            const strange = Object.keys(logConfiguration?.options ?? {}).filter(option => !isOfAwslogs(option));
            return when(logConfiguration?.logDriver === 'awslogs' && strange.length > 0, `Log driver awslogs disallows options: ${strange.join(', ')}`);
        },
    },
];

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/dependencies.js
/** Containers that wait for one another, the first of them again at the end. */
function circleIn(containers) {
    const next = new Map(containers.map(({ name = '', dependsOn = [] }) => [name, dependsOn.map(({ containerName = '' }) => containerName)]));
    const free = new Set();
    const from = (name, path) => {
        if (path.includes(name))
            return [...path.slice(path.indexOf(name)), name];
        if (free.has(name))
            return undefined;
        for (const one of next.get(name) ?? []) {
            const circle = from(one, [...path, name]);
            if (circle !== undefined)
                return circle;
        }
        free.add(name);
        return undefined;
    };
    for (const name of next.keys()) {
        const circle = from(name, []);
        if (circle !== undefined)
            return circle;
    }
    return undefined;
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/definition-rules.js





const MOST_CONTAINERS = 10;
/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
const MOST_BYTES = 65_536;
/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html */
const LEAST_CPU = 128;
const MOST_CPU = 196_608;
const IS_ROLE = /^arn:[^:]*:iam::[^:]*:role\/./;
const containersOf = ({ containerDefinitions = [] }) => containerDefinitions;
const routersOf = (definition) => containersOf(definition).filter(({ firelensConfiguration }) => firelensConfiguration !== undefined);
const logsByRouter = (definition) => containersOf(definition).some(({ logConfiguration }) => logConfiguration?.logDriver === 'awsfirelens');
/** Whether there is anything at all comes before what Fargate makes of it. */
const FIRST_RULES = [
    {
        name: 'family',
        says: ({ family }) => family
            ? when(!/^[A-Za-z0-9_-]{1,255}$/.test(family), 'Invalid family name. The valid characters are A-Za-z0-9_-.')
            : 'Family should not be null or empty.',
    },
    {
        name: 'size of the document',
        says: definition => {
            const bytes = Buffer.byteLength(JSON.stringify(definition));
            return when(bytes > MOST_BYTES, `Actual length: '${bytes}'. Max allowed length is '${MOST_BYTES}' bytes.`);
        },
    },
    {
        name: 'some containers',
        says: definition => when(containersOf(definition).length === 0, 'Container list cannot be empty.'),
    },
    {
        name: 'not too many containers',
        says: definition => when(containersOf(definition).length > MOST_CONTAINERS, 'Too many containers.'),
    },
    {
        name: 'containers with names',
        says: definition => when(containersOf(definition).some(({ name }) => !name), 'Container.name should not be null or empty.'),
    },
    {
        name: 'containers with names of their own',
        says: definition => {
            const names = containersOf(definition).map(({ name }) => name);
            return when(new Set(names).size < names.length, 'Container names must be unique.');
        },
    },
];
const DEFINITION_RULES = [
    {
        name: 'volumes with names of their own',
        wordsOurs: true,
        says: ({ volumes = [] }) => {
            const names = volumes.map(({ name }) => name);
            if (names.some(name => !name))
                return 'Volume name should not be null or empty.';
            return when(new Set(names).size < names.length, 'Volume names must be unique.');
        },
    },
    {
        name: 'file systems that are reached as they ask',
        says: ({ volumes = [] }) => {
            for (const { efsVolumeConfiguration: efs = {} } of volumes) {
                const { accessPointId, iam } = efs.authorizationConfig ?? {};
                if (efs.transitEncryption !== 'ENABLED') {
                    if (iam === 'ENABLED')
                        return 'EFS IAM authorization requires TransitEncryption to be enabled.';
                    if (efs.transitEncryptionPort !== undefined)
                        return 'TransitEncryptionPort requires that TransitEncryption is enabled.';
                    // by analogy; https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_EFSAuthorizationConfig.html
                    if (accessPointId !== undefined)
                        return 'EFS access points require TransitEncryption to be enabled.';
                }
                if (accessPointId !== undefined && ![undefined, '/'].includes(efs.rootDirectory))
                    return 'When using an EFS access point, the root directory must either be set to "/" or be omitted.';
            }
            return undefined;
        },
    },
    {
        name: 'containers as they may be',
        says: definition => {
            for (const container of containersOf(definition)) {
                const message = firstBroken(CONTAINER_RULES, { container, definition });
                if (message !== undefined)
                    return message;
            }
            return undefined;
        },
    },
    {
        name: 'dependencies without a circle',
        wordsOurs: true,
        says: definition => {
            const circle = circleIn(containersOf(definition));
            return when(circle !== undefined, `Container dependencies should not have a cycle: ${circle?.join(' → ')}.`);
        },
    },
    {
        // hashicorp/waypoint issue 574; the containers of Windows alone count
        name: 'a size between the least and the most',
        says: ({ cpu, runtimePlatform }) => {
            const many = cpu === undefined ? LEAST_CPU : units(cpu, 'vcpu');
            const isIn = many >= LEAST_CPU && many <= MOST_CPU;
            return when(!isIn && !isWindows({ runtimePlatform }), "Invalid 'cpu' setting for task.");
        },
    },
    {
        name: 'containers within the task',
        wordsOurs: true,
        says: definition => {
            const { cpu, memory } = definition;
            const total = (of) => containersOf(definition).reduce((sum, container) => sum + (of(container) ?? 0), 0);
            const most = memory === undefined ? Number.POSITIVE_INFINITY : units(memory, 'gb');
            if (total(one => one.memoryReservation) > most)
                return "The sum of all container 'memoryReservation' values cannot be greater than the value of the task 'memory'.";
            if (total(one => one.memoryReservation ?? one.memory) > most)
                return 'The total memory of the containers is greater than the memory of the task.';
            return when(cpu !== undefined && total(one => one.cpu) > units(cpu, 'vcpu'), "The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'.");
        },
    },
    {
        name: 'ports that one container alone has',
        says: definition => {
            if (definition.networkMode !== 'awsvpc' && definition.networkMode !== 'host')
                return undefined;
            const seen = new Set();
            for (const { portMappings = [] } of containersOf(definition))
                for (const { hostPort, containerPort, protocol = 'tcp' } of portMappings) {
                    if (containerPort === undefined)
                        continue;
                    const port = `${protocol.toUpperCase()} container port '${hostPort || containerPort}'`;
                    if (seen.has(port))
                        return `${port} is used multiple times in task when networkMode=${definition.networkMode}.`;
                    seen.add(port);
                }
            return undefined;
        },
    },
    {
        name: 'port names of their own',
        says: definition => {
            const names = containersOf(definition).flatMap(({ portMappings = [] }) => portMappings.flatMap(one => one.name ?? []));
            const twice = names.find((name, index) => names.indexOf(name) !== index);
            return when(twice !== undefined, `When networkMode=${definition.networkMode ?? 'bridge'}, port mapping name is already used`);
        },
    },
    {
        name: 'an essential container',
        says: definition => when(containersOf(definition).every(({ essential }) => essential === false), "Task definition doesn't have any essential container"),
    },
    {
        name: 'secrets with an execution role',
        says: definition => when(!definition.executionRoleArn && containersOf(definition).some(({ secrets }) => secrets?.length), "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'."),
    },
    {
        // aws-samples/aws-modern-application-workshop issue 9; a name is one of the caller's account, whether an empty one is none is not known
        name: 'roles that are roles',
        says: ({ taskRoleArn = '', executionRoleArn = '' }) => when([taskRoleArn, executionRoleArn].some(role => role.startsWith('arn:') && !IS_ROLE.test(role)), 'Role is not valid'),
    },
    {
        // fabfuel/ecs-deploy issue 164
        name: 'a log router for awsfirelens',
        says: definition => when(logsByRouter(definition) && routersOf(definition).length === 0, 'When awsfirelens log driver is specified in log configuration, a firelens configuration object must be configured in one of the containers.'),
    },
    {
        // aws/amazon-cloudwatch-logs-for-fluent-bit issue 20
        name: 'a log router for somebody',
        says: definition => when(routersOf(definition).length > 0 && !logsByRouter(definition), 'When a firelensConfiguration object is specified, at least one container has to be configured with the awsfirelens log driver.'),
    },
    {
        name: 'one log router',
        wordsOurs: true,
        says: definition => {
            const names = routersOf(definition).map(({ name }) => `'${name}'`);
            return when(names.length > 1, `Only one container can have a firelensConfiguration: ${names.join(', ')}.`);
        },
    },
    {
        name: 'ephemeral storage',
        says: ({ ephemeralStorage: { sizeInGiB = LEAST_STORAGE } = {} }) => sizeInGiB > MOST_STORAGE
            ? `EphemeralStorage size should be at most ${MOST_STORAGE}`
            : when(sizeInGiB < LEAST_STORAGE, `EphemeralStorage size should be at least ${LEAST_STORAGE}`),
    },
    {
        name: 'no ephemeral storage of EC2',
        says: ({ ephemeralStorage, requiresCompatibilities = [] }) => when(ephemeralStorage !== undefined && requiresCompatibilities.join() === 'EC2', 'Tasks using the EC2 launch type do not support EphemeralStorage.'),
    },
    {
        name: 'no inference accelerators',
        says: ({ inferenceAccelerators = [] }) => when(inferenceAccelerators.length > 0, "Unsupported field 'inferenceAccelerators'."),
    },
    {
        name: 'a proxy under awsvpc',
        says: ({ proxyConfiguration, networkMode }) => when(proxyConfiguration !== undefined && networkMode !== 'awsvpc', 'APPMESH proxy configuration is only supported in networkMode=awsvpc'),
    },
    {
        name: 'a proxy that there is',
        says: definition => {
            const name = definition.proxyConfiguration?.containerName;
            return when(name !== undefined && !containersOf(definition).some(one => one.name === name), `Proxy container [${name}] does not exist.`);
        },
    },
];
/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_EphemeralStorage.html */
const LEAST_STORAGE = 21;
const MOST_STORAGE = 200;

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/fargate-rules.js



const LOG_DRIVERS = ['awslogs', 'splunk', 'awsfirelens'];
/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#container_definition_timeout */
const MOST_STOP_TIMEOUT = 120;
const LEAST_START_TIMEOUT = 2;
const MOST_START_TIMEOUT = 120;
const fargate_rules_containersOf = ({ definition }) => definition.containerDefinitions ?? [];
const some = (asked, holds) => fargate_rules_containersOf(asked).some(container => Boolean(holds(container)));
const usesDriver = (asked, driver) => some(asked, ({ logConfiguration }) => logConfiguration?.logDriver === driver);
const FARGATE_RULES = [
    {
        name: 'awsvpc',
        says: ({ definition }) => when(definition.networkMode !== 'awsvpc', "Fargate only supports network mode 'awsvpc'."),
    },
    {
        name: 'cpu of the task',
        says: ({ definition }) => when(definition.cpu === undefined, "Fargate requires that 'cpu' be defined at the task level."),
    },
    {
        name: 'memory of the task',
        says: ({ definition }) => when(definition.memory === undefined, "Fargate requires that 'memory' be defined at the task level."),
    },
    {
        name: 'a size that there is',
        says: ({ definition: { cpu = '', memory = '', runtimePlatform } }) => {
            const [many, much] = [units(cpu, 'vcpu'), units(memory, 'gb')];
            const sizes = isWindows({ runtimePlatform }) && !WINDOWS_CPUS.includes(many) ? undefined : FARGATE_SIZES[many];
            return when(!sizes?.includes(much), `No Fargate configuration exists for given values: ${many} CPU, ${much} memory. See the Amazon ECS documentation for the valid values.`);
        },
    },
    {
        name: 'no swap',
        says: asked => {
            const keys = ['maxSwap', 'swappiness'];
            const found = keys.find(key => some(asked, ({ linuxParameters }) => linuxParameters?.[key] !== undefined));
            return when(found !== undefined, `Fargate compatible task definitions do not support ${found}`);
        },
    },
    {
        name: 'a start that does not take long',
        wordsOurs: true,
        says: asked => when(some(asked, ({ startTimeout = LEAST_START_TIMEOUT }) => startTimeout < LEAST_START_TIMEOUT || startTimeout > MOST_START_TIMEOUT), `startTimeout must be between ${LEAST_START_TIMEOUT} and ${MOST_START_TIMEOUT} seconds.`),
    },
    {
        name: 'log drivers',
        says: asked => {
            const drivers = fargate_rules_containersOf(asked).flatMap(({ logConfiguration }) => logConfiguration?.logDriver ?? []);
            const unknown = drivers.find(driver => !LOG_DRIVERS.includes(driver));
            return when(unknown !== undefined, `${unknown} is not a valid log driver. Must be one of [${LOG_DRIVERS.join()}]`);
        },
    },
    {
        name: 'an execution role for ECR',
        says: asked => when(!asked.definition.executionRoleArn && some(asked, ({ image = '' }) => isEcrImage(image, asked.host)), 'Fargate requires task definition to have execution role ARN to support ECR images.'),
    },
    {
        name: 'an execution role for awslogs',
        says: asked => when(!asked.definition.executionRoleArn && usesDriver(asked, 'awslogs'), 'Fargate requires task definition to have execution role ARN to support log driver awslogs.'),
    },
    {
        // aws/aws-cdk issue 1422
        name: 'a stream prefix for awslogs',
        says: asked => when(some(asked, ({ logConfiguration: { logDriver, options } = {} }) => logDriver === 'awslogs' && !options?.['awslogs-stream-prefix']), 'Fargate requires log configuration options to include awslogs-stream-prefix to support log driver awslogs.'),
    },
    {
        name: 'no IPC',
        says: ({ definition }) => when(definition.ipcMode !== undefined, 'Fargate compatible task definitions do not support ipcMode'),
    },
    {
        name: "not the host's processes",
        says: ({ definition }) => when(definition.pidMode === 'host', "Tasks using the Fargate launch type do not support pidMode 'host'. The supported value for pidMode is 'task'."),
    },
    {
        name: 'no folder of a host',
        says: ({ definition: { volumes = [] } }) => when(volumes.some(({ host }) => host?.sourcePath), 'host.sourcePath should not be set for volumes in Fargate.'),
    },
    {
        name: 'no volume driver',
        says: ({ definition: { volumes = [] } }) => when(volumes.some(({ dockerVolumeConfiguration }) => dockerVolumeConfiguration !== undefined), 'Fargate compatible task definitions do not support dockerVolumeConfiguration'),
    },
    {
        name: 'no placement constraints',
        says: ({ definition: { placementConstraints = [] } }) => when(placementConstraints.length > 0, 'Fargate compatible task definitions do not support constraints'),
    },
    {
        // quotation marks that are not of ASCII
        name: 'no privileges',
        says: asked => when(some(asked, ({ privileged }) => privileged), 'Fargate requires that the ‘privileged’ setting be ‘false’ at the container level.'),
    },
    {
        name: 'few capabilities',
        says: asked => {
            const added = fargate_rules_containersOf(asked).flatMap(({ linuxParameters }) => linuxParameters?.capabilities?.add ?? []);
            const strange = added.find(one => one !== 'SYS_PTRACE');
            return when(strange !== undefined, `${strange} is not allowed on Fargate.`);
        },
    },
    {
        name: 'no devices, no memory apart',
        says: asked => {
            const keys = ['devices', 'sharedMemorySize'];
            const found = keys.find(key => some(asked, ({ linuxParameters }) => {
                const value = linuxParameters?.[key];
                return Array.isArray(value) ? value.length > 0 : value;
            }));
            return when(found !== undefined, `Fargate compatible task definitions do not support ${found}`);
        },
    },
    {
        name: 'no security options',
        says: asked => when(some(asked, ({ dockerSecurityOptions }) => dockerSecurityOptions?.length), 'Fargate compatible task definitions do not support dockerSecurityOptions'),
    },
    {
        name: 'no graphics cards',
        says: asked => when(some(asked, ({ resourceRequirements }) => resourceRequirements?.length), 'Tasks using the Fargate launch type do not support GPU resource requirements.'),
    },
    {
        name: 'a stop that does not take long',
        wordsOurs: true,
        says: asked => when(some(asked, ({ stopTimeout = 0 }) => stopTimeout > MOST_STOP_TIMEOUT), `The stopTimeout of a Fargate task must not be greater than ${MOST_STOP_TIMEOUT} seconds.`),
    },
];
const isEcrImage = (image, host) => image.startsWith(`${host}/`) || /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com/.test(image);

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/check-definition.js




function checkDefinition(definition, host) {
    const { family = '', requiresCompatibilities = [] } = definition;
    const unfit = firstBroken(FARGATE_RULES, { definition, host });
    const broken = firstBroken(FIRST_RULES, definition) ??
        (requiresCompatibilities.includes('FARGATE') ? unfit : undefined) ??
        firstBroken(DEFINITION_RULES, definition);
    if (broken !== undefined)
        throw client(broken);
    return { family, fargate: unfit === undefined };
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/required-attributes.js

const DOCKER = 'com.amazonaws.ecs.capability.docker-remote-api';
const SECRETS_MANAGER = /^arn:[^:]+:secretsmanager:/;
const required_attributes_some = ({ containerDefinitions = [] }, holds) => containerDefinitions.some(container => Boolean(holds(container)));
const logsTo = (asked, driver) => required_attributes_some(asked, each => each.logConfiguration?.logDriver === driver);
const isFromEcr = (asked) => required_attributes_some(asked, ({ image = '' }) => isEcrImage(image, asked.host));
const hasSecret = (asked, isOne) => required_attributes_some(asked, ({ secrets = [] }) => secrets.some(({ valueFrom = '' }) => isOne(valueFrom)));
const required_attributes_isChecked = (asked) => required_attributes_some(asked, ({ healthCheck }) => healthCheck);
const ATTRIBUTES = [
    ['com.amazonaws.ecs.capability.logging-driver.awslogs', asked => logsTo(asked, 'awslogs')],
    ['ecs.capability.execution-role-awslogs', asked => logsTo(asked, 'awslogs') && asked.executionRoleArn],
    ['com.amazonaws.ecs.capability.ecr-auth', isFromEcr],
    [`${DOCKER}.1.19`, asked => logsTo(asked, 'awslogs')],
    ['ecs.capability.secrets.asm.environment-variables', asked => hasSecret(asked, from => SECRETS_MANAGER.test(from))],
    ['ecs.capability.secrets.ssm.environment-variables', asked => hasSecret(asked, from => !SECRETS_MANAGER.test(from))],
    ['com.amazonaws.ecs.capability.task-iam-role', ({ taskRoleArn }) => taskRoleArn],
    ['ecs.capability.container-ordering', asked => required_attributes_some(asked, ({ dependsOn = [] }) => dependsOn.length > 0)],
    ['ecs.capability.container-health-check', required_attributes_isChecked],
    ['ecs.capability.pid-ipc-namespace-sharing', ({ pidMode, ipcMode }) => pidMode ?? ipcMode],
    ['ecs.capability.execution-role-ecr-pull', asked => isFromEcr(asked) && asked.executionRoleArn],
    [`${DOCKER}.1.18`, ({ networkMode }) => networkMode === 'awsvpc'],
    ['ecs.capability.task-eni', ({ networkMode }) => networkMode === 'awsvpc'],
    [`${DOCKER}.1.29`, required_attributes_isChecked],
];
const requiredAttributes = (asked) => ATTRIBUTES.flatMap(([name, isRequired]) => (isRequired(asked) ? [{ name }] : []));

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/operations/register-task-definition.js









function registerTaskDefinition(room, input) {
    const { world, now, host } = room;
    const { family, fargate } = checkDefinition(input, host);
    const { tags = [], ...given } = input;
    checkTags(tags);
    const revision = (world.families[family] ?? 0) + 1;
    const arn = definitionArn(world, `${family}:${revision}`);
    const asked = input.requiresCompatibilities?.includes('FARGATE');
    const recipe = {
        // AWS is ahead of every SDK: what nobody here knows is kept and told again
        ...described('taskDefinition', given),
        ...rolesOf(given, world.account),
        taskDefinitionArn: arn,
        revision,
        // Seen 2026-04 to 2026-06; what a definition that Fargate cannot run is compatible with besides is not known.
        compatibilities: fargate ? ['EC2', 'FARGATE', 'MANAGED_INSTANCES'] : ['EC2'],
        requiresAttributes: requiredAttributes({ ...given, host }),
        ...(input.cpu !== undefined && { cpu: asked ? String(units(input.cpu, 'vcpu')) : input.cpu }),
        ...(input.memory !== undefined && { memory: asked ? String(units(input.memory, 'gb')) : input.memory }),
    };
    const definition = {
        arn,
        family,
        revision,
        status: 'ACTIVE',
        recipe,
        registeredAt: now,
        registeredBy: userArn(room),
        tags,
    };
    world.families[family] = revision;
    world.definitions[arn] = definition;
    record(world, now, 'definition', { definition: `${family}:${revision}`, status: 'ACTIVE' });
    return { taskDefinition: showDefinition(definition), tags: definition.tags };
}
/** A role by its name is one of the caller's account (amazon-ecs-render-task-definition issue 19). */
function rolesOf(given, account) {
    const named = ['taskRoleArn', 'executionRoleArn'].filter(key => given[key] && !given[key].startsWith('arn:'));
    return Object.fromEntries(named.map(key => [key, `arn:aws:iam::${account}:role/${given[key]}`]));
}

;// CONCATENATED MODULE: ./lib/emulator/pace.js
function paceAt(speed) {
    const scaled = (seconds) => (seconds * 1000) / speed;
    return {
        speed,
        provisioning: scaled(10),
        activating: scaled(2),
        unchecked: scaled(40),
        disconnecting: scaled(5),
        deprovisioning: scaled(15),
        pending: scaled(1),
        baking: scaled(180),
        stage: scaled(10),
        recalling: scaled(30),
        longestStage: scaled(24 * 3600),
        memory: 3_600_000,
        complaining: scaled(60),
    };
}
const RESTART_SECONDS = [0, 0, 240, 480, 960, 1620];
/** How long ECS waits before the next start after so many rounds of tasks that never reached RUNNING. */
function restartDelay(pace, rounds) {
    const seconds = RESTART_SECONDS[Math.min(rounds, RESTART_SECONDS.length - 1)] ?? 0;
    return (seconds * 1000) / pace.speed;
}

;// CONCATENATED MODULE: ./lib/emulator/scheduler/stop.js
/** The way down: drain, SIGTERM, and what is left is taken away. */


const DEFAULT_DEREGISTRATION_DELAY = 300;
function moveTo({ world, now }, task, status, until) {
    task.status = status;
    task.until = until;
    task.version++;
    record(world, now, 'task', { task: task.id, status, deployment: task.deploymentId });
}
/** ECS wants the task gone: a running one is drained first. */
function stopTask(scene, task, ending) {
    if (task.desired === 'STOPPED')
        return;
    markStopping(scene, task, ending);
    if (!task.held) {
        moveTo(scene, task, 'DEPROVISIONING', scene.now + scene.pace.deprovisioning);
        return;
    }
    // The two minutes of Spot begin with the SIGTERM: no draining comes before it.
    const drained = task.status === 'RUNNING' && ending.code !== 'SpotInterruption';
    const wait = drained ? drainTime(scene, task) : 0;
    retire(scene, task);
    if (wait > 0)
        moveTo(scene, task, 'DEACTIVATING', scene.now + wait);
    else
        terminate(scene, task);
}
/** The task ended by itself: nothing is left to drain. */
function endTask(scene, task, ending) {
    if (task.desired === 'STOPPED')
        return;
    markStopping(scene, task, ending);
    retire(scene, task);
    terminate(scene, task);
}
function terminate(scene, task) {
    moveTo(scene, task, 'STOPPING');
    if (task.stopSent)
        return;
    task.stopSent = true;
    scene.orders.push({ kind: 'stop', taskId: task.id });
}
function markStopping({ now }, task, { code, reason }) {
    task.desired = 'STOPPED';
    task.stopCode = code;
    task.stoppedReason = reason;
    task.stoppingAt = now;
}
function drainTime({ world, pace }, task) {
    const delays = task.targets
        .filter(({ state }) => state === 'healthy')
        .map(({ targetGroupArn }) => {
        const delay = world.targetGroups[targetGroupArn]?.attributes['deregistration_delay.timeout_seconds'];
        return ((delay === undefined ? DEFAULT_DEREGISTRATION_DELAY : Number(delay)) * 1000) / pace.speed;
    });
    return Math.max(0, ...delays, task.connected.length > 0 ? pace.disconnecting : 0);
}
/** No new work reaches the task from here on. */
function retire(scene, task) {
    for (const target of task.targets) {
        if (target.state === 'draining')
            continue;
        target.state = 'draining';
        target.reason = undefined;
        scene.orders.push({ kind: 'deregister-target', taskId: task.id, targetGroupArn: target.targetGroupArn });
        if (task.service !== undefined)
            count(scene.deregistered, task.service, target.targetGroupArn);
    }
    for (const { namespace, endpoint } of task.connected)
        scene.orders.push({ kind: 'disconnect', taskId: task.id, namespace, endpoint });
    task.connected = [];
}

;// CONCATENATED MODULE: ./lib/emulator/scheduler/failure.js
/** Tasks that failed by themselves, and what of it counts against their deployment. */





/** It could not even be started. */
function fail(scene, task, reason) {
    if (task.desired === 'STOPPED')
        return;
    task.desired = 'STOPPED';
    task.stopCode = 'TaskFailedToStart';
    task.stoppedReason = reason;
    task.stoppingAt = scene.now;
    if (task.held)
        moveTo(scene, task, 'STOPPING');
    else
        moveTo(scene, task, 'DEPROVISIONING', scene.now + scene.pace.deprovisioning);
    task.stopSent = true;
    blame(scene, task, 'start');
}
/** An essential container has ended. */
function collapse(scene, task, reason) {
    if (task.desired === 'STOPPED')
        return;
    const early = task.status !== 'RUNNING';
    endTask(scene, task, { code: 'EssentialContainerExited', reason });
    blame(scene, task, early ? 'early exit' : 'exit');
}
/**
 * Stage 1 of the breaker counts tasks that fail before RUNNING; once one task of the deployment has been RUNNING, stage 2
 * counts failed health checks. A watched task that ends before it was ever healthy has failed its checks, too.
 */
function blame(scene, task, kind) {
    const service = serviceOf(scene, task);
    const deployment = deploymentOf(service, task);
    if (service === undefined || deployment === undefined || task.counted)
        return;
    task.counted = true;
    // A replacement of the running version that was never healthy is not tried again: the deployment may be its cure.
    if (deployment.kept !== undefined && !task.proven)
        deployment.kept--;
    const neverStarted = kind === 'start' || kind === 'early exit';
    const neverPassed = kind !== 'start' && isWatched(task) && !task.proven;
    const counts = deployment.everRan ? kind === 'illness' || neverPassed : neverStarted;
    if (counts && deployment.rolloutState === 'IN_PROGRESS')
        deployment.failures++;
    if (!neverStarted)
        return;
    deployment.stumbles++;
    const rounds = Math.ceil(deployment.stumbles / Math.max(1, service.desiredCount));
    const delay = restartDelay(scene.pace, rounds);
    deployment.startNotBefore = Math.max(deployment.startNotBefore, scene.now + delay);
    if (delay > 0)
        complain(scene.world, service, scene.now, 'is unable to consistently start tasks successfully. For more information, see the Troubleshooting section.', 'SERVICE_TASK_START_IMPAIRED');
}

;// CONCATENATED MODULE: ./lib/emulator/scheduler/log.js
/** The awslogs driver: a container's lines in `prefix/container/taskId`. */

const log_KEPT = 10_000;
const emptyLogGroup = (name, createdAt) => ({
    name,
    createdAt,
    logGroupClass: 'STANDARD',
    streams: book(),
    tags: {},
    metricFilters: book(),
});
const emptyLogStream = (createdAt) => ({ createdAt, lines: [] });
function writeLog({ world }, task, fact) {
    const containers = world.definitions[task.definition]?.recipe.containerDefinitions ?? [];
    const configuration = containers.find(({ name }) => name === fact.container)?.logConfiguration;
    if (configuration?.logDriver !== 'awslogs')
        return;
    const group = world.logGroups[configuration.options?.['awslogs-group'] ?? ''];
    if (group === undefined)
        return;
    const prefix = configuration.options?.['awslogs-stream-prefix'];
    const name = prefix ? `${prefix}/${fact.container}/${task.id}` : task.id;
    const stream = group.streams[name] ?? emptyLogStream(fact.at);
    group.streams[name] = stream;
    stream.lines.push({ at: fact.at, message: fact.message });
    if (stream.lines.length > log_KEPT)
        stream.lines.splice(0, stream.lines.length - log_KEPT);
}

;// CONCATENATED MODULE: ./lib/emulator/services/ssm/public-parameters.js
/** Parameters that AWS itself keeps. Only what stands behind has them. */

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters.html */
const isPublic = (name) => name.startsWith('/aws/') || /^arn:aws[a-z-]*:ssm:[^:]*::parameter\/aws\//.test(name);
/** Undefined where nobody keeps them. */
async function askPublic({ hooks }, operation, input) {
    const answer = await hooks.publicParameters?.(operation, input);
    const { refused } = (answer ?? {});
    if (refused !== undefined)
        throw new Refusal(refused.code, refused.message);
    return answer;
}

;// CONCATENATED MODULE: ./lib/emulator/services/ssm/show-parameter.js



/** By name or ARN; `plain` and `/plain` are one parameter, by whichever of the two it was made. */
function parameterOf(world, given) {
    if (isElsewhere(world, 'ssm', given))
        return undefined;
    const name = given.startsWith('arn:') ? given.slice(given.indexOf(':parameter') + 10) : given;
    return world.parameters[name] ?? world.parameters[name.startsWith('/') ? name.slice(1) : `/${name}`];
}
function findParameter(world, given) {
    const found = parameterOf(world, given);
    if (found === undefined)
        throw new Refusal('ParameterNotFound', '');
    return found;
}
/** Without decryption a SecureString comes as it is stored: unreadable. */
const showParameter = (world, parameter, decrypted = false) => ({
    Name: parameter.name,
    Type: parameter.type,
    Value: parameter.type === 'SecureString' && !decrypted ? sealed(parameter) : parameter.value,
    Version: parameter.version,
    LastModifiedDate: seconds(parameter.at),
    ARN: parameterArn(world, parameter.name),
    DataType: parameter.dataType,
});
const parameterArn = ({ region, account }, name) => `arn:aws:ssm:${region}:${account}:parameter${name.startsWith('/') ? '' : '/'}${name}`;
const sealed = ({ name, version }) => Buffer.from(`sealed ${name} ${version}`).toString('base64');

;// CONCATENATED MODULE: ./lib/emulator/scheduler/secrets.js
/** What a task's `secrets` stand for when it starts, or why it cannot start. */



const PREFIX = 'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: ';
const ASM_FAILURE = 'unable to retrieve secret from asm: service call has been retried 1 time(s): ';
const SSM_FAILURE = 'unable to retrieve secrets from ssm: service call has been retried 1 time(s): ';
const invalidParameters = (names) => `${SSM_FAILURE}invalid ssm parameters: ${names.join(', ')}`;
/** Secrets that another emulator keeps are left out: they are fetched when the task starts. */
function resolveSecrets(world, recipe) {
    const resolved = {};
    const missing = [];
    for (const container of recipe.containerDefinitions ?? []) {
        const values = {};
        for (const { name = '', valueFrom = '' } of container.secrets ?? []) {
            if (world.secretsBehind && valueFrom.includes(':secretsmanager:'))
                continue;
            if (world.secretsBehind && isPublic(valueFrom) && parameterOf(world, valueFrom) === undefined)
                continue;
            const found = valueFrom.includes(':secretsmanager:')
                ? secret(world, valueFrom)
                : parameterOf(world, valueFrom)?.value;
            if (typeof found === 'object')
                return { failure: PREFIX + found.failure };
            if (found === undefined)
                missing.push(valueFrom);
            else
                values[name] = found;
        }
        resolved[container.name ?? ''] = values;
    }
    if (missing.length > 0)
        return { failure: PREFIX + invalidParameters(missing) };
    return { values: resolved };
}
/** `arn:aws:secretsmanager:region:account:secret:name-XXXXXX:json-key:version-stage:version-id`, the last three optional. */
function secretReference(valueFrom) {
    const parts = valueFrom.split(':');
    const [name = '', key = '', stage = '', version = ''] = parts.slice(6);
    return { id: parts.slice(0, 7).join(':'), name, key, stage, version };
}
function secret(world, valueFrom) {
    const { id, name, key } = secretReference(valueFrom);
    const found = isElsewhere(world, 'secretsmanager', id)
        ? undefined
        : (world.secrets[name] ?? Object.values(world.secrets).find(one => one.arn === id || lastName(one.arn) === name));
    if (found === undefined)
        return {
            failure: `${ASM_FAILURE}failed to fetch secret ${id} from secrets manager: ResourceNotFoundException: Secrets Manager can't find the specified secret.`,
        };
    if (key === '')
        return found.value;
    const value = jsonField(found.value, key);
    return value ?? { failure: `${ASM_FAILURE}retrieved secret from Secrets Manager did not contain json key ${key}` };
}
const lastName = (arn) => lastPart(arn.slice(arn.lastIndexOf(':secret:') + 8));
function jsonField(text, key) {
    try {
        const value = JSON.parse(text)[key];
        if (value === undefined || value === null)
            return undefined;
        return typeof value === 'string' ? value : JSON.stringify(value);
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/emulator/scheduler/launch.js









function createTask({ world, now, pace }, place) {
    const { cluster, definition, service, deployment, setting } = place;
    const id = hex(world, 32);
    const task = {
        id,
        arn: arn(world, 'ecs', `task/${cluster}/${id}`),
        cluster,
        service: service?.arn,
        deploymentId: deployment?.id,
        revisionArn: deployment?.revisionArn,
        startedBy: deployment?.id ?? place.startedBy,
        group: place.group ?? (service ? `service:${service.name}` : `family:${definition.family}`),
        definition: definition.arn,
        createdAt: now,
        capacityProvider: place.capacityProvider,
        overrides: place.overrides,
        exec: place.exec ?? false,
        setting,
        status: 'PROVISIONING',
        desired: 'RUNNING',
        until: now + pace.provisioning,
        held: false,
        stopSent: false,
        eni: uuid(world),
        containers: (definition.recipe.containerDefinitions ?? []).map(container => ({
            name: container.name ?? '',
            image: container.image ?? '',
            id: uuid(world),
            essential: container.essential ?? true,
            checked: container.healthCheck?.command !== undefined && container.healthCheck.command[0] !== 'NONE',
            status: 'PENDING',
            health: 'UNKNOWN',
        })),
        targets: [],
        connected: [],
        proven: false,
        counted: false,
        version: 1,
        tags: place.tags ?? [],
    };
    world.tasks[id] = task;
    world.openTasks.push(id);
    service?.tasks.push(id);
    record(world, now, 'task', { task: id, status: 'PROVISIONING', deployment: deployment?.id });
    return task;
}
/** The network interface is there: hand the task to its fate, unless something it needs at start is missing. */
function launch(scene, task) {
    const { world, orders } = scene;
    const recipe = overridden(world.definitions[task.definition]?.recipe ?? {}, task.overrides);
    const secrets = resolveSecrets(world, recipe);
    const failure = secrets.failure ?? missingLogGroup(scene, recipe);
    if (failure !== undefined) {
        fail(scene, task, failure);
        return;
    }
    const service = serviceOf(scene, task);
    task.held = true;
    moveTo(scene, task, 'PENDING');
    orders.push({
        kind: 'run',
        task: {
            taskId: task.id,
            taskArn: task.arn,
            cluster: task.cluster,
            ...(service && { service: service.name }),
            taskDefinition: pinned(recipe, service && revisionOf(service, task.revisionArn)),
            secrets: secrets.values ?? {},
            names: namesFor(world, service),
        },
    });
}
/** ECS keeps a deployment on the bytes its first task pulled, even when the tag has moved since. */
function pinned(recipe, revision) {
    if (revision === undefined || Object.keys(revision.digests).length === 0)
        return recipe;
    return {
        ...recipe,
        containerDefinitions: (recipe.containerDefinitions ?? []).map(container => {
            const digest = revision.digests[container.name ?? ''];
            const image = container.image ?? '';
            return digest && !image.includes('@') ? { ...container, image: `${untagged(image)}@${digest}` } : container;
        }),
    };
}
const untagged = (image) => image.replace(/:[^/:]+$/, '');
function missingLogGroup({ world, now }, recipe) {
    for (const { logConfiguration } of recipe.containerDefinitions ?? []) {
        if (logConfiguration?.logDriver !== 'awslogs')
            continue;
        const name = logConfiguration.options?.['awslogs-group'] ?? '';
        if (world.logGroups[name] !== undefined)
            continue;
        if (logConfiguration.options?.['awslogs-create-group'] === 'true') {
            world.logGroups[name] = emptyLogGroup(name, now);
            continue;
        }
        return ('ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: ' +
            'failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist.' +
            ' : exit status 1');
    }
    return undefined;
}
/** All containers have been started: the task becomes a target of its service's load balancers. */
function registerTargets(scene, task) {
    const { world, orders } = scene;
    const service = serviceOf(scene, task);
    if (service === undefined)
        return;
    const revision = revisionOf(service, task.revisionArn);
    for (const [i, { containerPort }] of (revision?.setting ?? service.setting).loadBalancers.entries()) {
        const group = world.targetGroups[revision?.targetGroups[i] ?? ''];
        if (group === undefined || containerPort === undefined)
            continue;
        task.targets.push({ targetGroupArn: group.arn, port: containerPort, state: 'initial' });
        const { path, intervalSeconds, timeoutSeconds, healthyThreshold, unhealthyThreshold, matcher } = group.healthCheck;
        orders.push({
            kind: 'register-target',
            taskId: task.id,
            port: containerPort,
            rules: {
                targetGroupArn: group.arn,
                path,
                intervalSeconds,
                timeoutSeconds,
                healthyThreshold,
                unhealthyThreshold,
                matcher,
            },
        });
        count(scene.registered, service.arn, group.arn);
    }
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/run-rules.js




/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html */
const run_rules_MOST_TASKS = 10;
const MOST_OVERRIDES = 8192;
const LONGEST_STARTER = 128;
const RUN_RULES = [
    {
        name: 'how many',
        wordsOurs: true,
        says: ({ input: { count = 1 } }) => when(!Number.isInteger(count) || count < 1 || count > run_rules_MOST_TASKS, `count must be between 1 and ${run_rules_MOST_TASKS}.`),
    },
    {
        // the reference names letters too, and fabfuel/ecs-deploy starts its tasks as "ECS Deploy"
        name: 'who starts it',
        says: ({ input: { startedBy = '' } }) => when(startedBy.length > LONGEST_STARTER, `startedBy longer than ${LONGEST_STARTER}.`),
    },
    {
        name: 'tags of a service',
        wordsOurs: true,
        says: ({ input: { propagateTags } }) => when(propagateTags === 'SERVICE', 'propagateTags cannot be SERVICE when a task is run.'),
    },
    {
        name: 'overrides that are not too long',
        says: ({ input: { overrides } }) => when(overrides !== undefined && JSON.stringify(overrides).length > MOST_OVERRIDES, `Container Overrides length must be at most ${MOST_OVERRIDES}`),
    },
    {
        name: 'overrides of containers that there are',
        says: ({ input: { overrides }, recipe: { containerDefinitions = [] } }) => {
            const unknown = overrides?.containerOverrides?.find(change => !containerDefinitions.some(({ name }) => name === change.name));
            return when(unknown !== undefined, `Override for container named ${unknown?.name ?? null} is not a container in the TaskDefinition.`);
        },
    },
    {
        name: 'a task role for ECS Exec',
        says: ({ input: { enableExecuteCommand, overrides }, recipe }) => when(enableExecuteCommand === true && !(overrides?.taskRoleArn || recipe.taskRoleArn), 'The execute command failed because a valid task role is not being used. Specify a valid task role in your task definition or as a task override and try again.'),
    },
    {
        name: 'overrides that make a task definition of their own',
        says: ({ input: { overrides }, recipe, host }) => {
            if (overrides === undefined)
                return undefined;
            const { family, containerDefinitions, ...rest } = overridden(recipe, overrides);
            const definition = { family, containerDefinitions, ...rest };
            return firstBroken(FARGATE_RULES, { definition, host }) ?? firstBroken(DEFINITION_RULES, definition);
        },
    },
];

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/operations/run-task.js











const TAGS = ['TAGS'];
/** Characters of its token. */
const run_task_LONGEST_TOKEN = 64;
function runTask(room, input) {
    const { world, now } = room;
    checkLength(input.clientToken, run_task_LONGEST_TOKEN, 'clientToken');
    const cluster = findCluster(world, input.cluster);
    const { clientToken, ...asked } = input;
    const run = clientToken === undefined ? undefined : world.runs[`${cluster.name} ${clientToken}`];
    if (run !== undefined) {
        if (!(0,external_node_util_.isDeepStrictEqual)(JSON.parse(run.input), JSON.parse(JSON.stringify(asked))))
            throw otherRun();
        return { tasks: run.tasks.flatMap(id => run_task_shown(room, world.tasks[id])), failures: [] };
    }
    const definition = findActiveDefinition(world, required(input.taskDefinition, 'taskDefinition'));
    const setting = checked(room, cluster, { definition, input });
    if (world.shortage !== undefined)
        return { tasks: [], failures: [{ reason: world.shortage.reason }] };
    const tasks = start(room, cluster, { definition, input }, setting);
    forgetOldRuns(room);
    if (clientToken !== undefined)
        world.runs[`${cluster.name} ${clientToken}`] = {
            at: now,
            input: JSON.stringify(asked),
            tasks: tasks.map(({ id }) => id),
        };
    return { tasks: tasks.map(task => showTask(world, task, TAGS)), failures: [] };
}
const run_task_DAY = 24 * 3600 * 1000;
function forgetOldRuns({ world, now }) {
    for (const [token, { at }] of Object.entries(world.runs))
        if (now - at > run_task_DAY)
            delete world.runs[token];
}
const run_task_shown = ({ world }, task) => task === undefined ? [] : [showTask(world, task, TAGS)];
/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ECS_Idempotency.html */
const otherRun = () => new Refusal('ConflictException', 'The RunTask request could not be processed due to conflicts. The provided clientToken is already in use with a different RunTask request.');
function checked({ world, host }, cluster, { definition, input }) {
    const setting = {
        taskDefinition: definition.arn,
        ...capacityOf(cluster, input),
        platformVersion: input.platformVersion ?? 'LATEST',
        networkConfiguration: networkOf(input.networkConfiguration),
        loadBalancers: [],
        serviceRegistries: [],
        volumeConfigurations: input.volumeConfigurations ?? [],
    };
    // of a strategy of places on Fargate it is not known whether RunTask refuses it, as CreateService does
    const { placementConstraints } = input;
    checkSetting(world, setting, definition, { placementConstraints });
    checkTags(input.tags ?? []);
    if (!isFargate(setting))
        throw invalid('No Container Instances were found in your cluster.');
    const broken = firstBroken(RUN_RULES, { input, recipe: definition.recipe, host });
    if (broken !== undefined)
        throw invalid(broken);
    return setting;
}
function start(room, cluster, { definition, input }, setting) {
    const { count = 1, startedBy, group, overrides, enableExecuteCommand: exec = false } = input;
    const placed = {};
    return Array.from({ length: count }, () => {
        const capacityProvider = nextProvider(setting.capacityProviderStrategy ?? [], placed);
        if (capacityProvider !== undefined)
            placed[capacityProvider] = (placed[capacityProvider] ?? 0) + 1;
        return createTask(room, {
            cluster: cluster.name,
            definition,
            setting,
            capacityProvider,
            ...(startedBy !== undefined && { startedBy }),
            ...(group !== undefined && { group }),
            ...(overrides !== undefined && { overrides }),
            exec,
            tags: run_task_tagsOf(cluster, { definition, input }),
        });
    });
}
/** What was given counts more than what the task definition has. */
function run_task_tagsOf(cluster, { definition, input }) {
    const { tags = [], propagateTags, enableECSManagedTags } = input;
    const inherited = propagateTags === 'TASK_DEFINITION' ? definition.tags : [];
    return [
        ...(enableECSManagedTags ? managedTags(cluster.name) : []),
        ...inherited.filter(({ key }) => !tags.some(tag => tag.key === key)),
        ...tags,
    ];
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/operations/stop-service-deployment.js



const STOPPING = ['ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS'];
function stopServiceDeployment({ world, now }, input) {
    const arn = required(input.serviceDeploymentArn, 'serviceDeploymentArn');
    const { stopType = 'ROLLBACK' } = input;
    if (stopType !== 'ROLLBACK')
        throw invalid(`Invalid stopType ${stopType}: only ROLLBACK is supported.`);
    const found = findMovement(world, arn);
    if (found === undefined)
        throw new Refusal('ServiceDeploymentNotFoundException', 'The service deployment does not exist.');
    const { service, movement } = found;
    if (STOPPING.includes(movement.status ?? ''))
        return { serviceDeploymentArn: arn };
    if (movement.status !== 'PENDING' && movement.status !== 'IN_PROGRESS')
        throw new Refusal('ConflictException', `The service deployment cannot be stopped: its status is ${movement.status}.`);
    if (movement.shift?.stage === 'CLEAN_UP')
        throw new Refusal('ConflictException', 'The service deployment cannot be stopped: the source revision is cleaned up.');
    movement.status = 'ROLLBACK_REQUESTED';
    movement.updatedAt = now;
    record(world, now, 'service-deployment', { service: service.name, arn, status: movement.status });
    return { serviceDeploymentArn: arn };
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/operations/stop-task.js




/** Only marks the wish: the scheduler's next tick takes the task down. */
function stop_task_stopTask({ world }, input) {
    const cluster = findCluster(world, input.cluster);
    const given = required(input.task, 'task');
    checkTaskIds([given]);
    checkCluster(world, cluster.name, [given]);
    const arn = taskArn(world, cluster.name, given);
    const task = world.tasks[lastPart(arn)];
    if (task === undefined || task.arn !== arn)
        throw invalid('The referenced task was not found.');
    if (task.desired === 'RUNNING')
        task.stopAsked = { code: 'UserInitiated', reason: input.reason ?? 'Task stopped by user' };
    return { task: { ...showTask(world, task), desiredStatus: 'STOPPED' } };
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/operations/tag-resource.js

function tag_resource_tagResource({ world }, { resourceArn, tags = [] }) {
    const resource = tagged(world, resourceArn);
    resource.tags = merge(resource.tags, tags);
    return {};
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/operations/untag-resource.js

function untag_resource_untagResource({ world }, { resourceArn, tagKeys = [] }) {
    const resource = tagged(world, resourceArn);
    resource.tags = resource.tags.filter(({ key }) => !tagKeys.includes(key ?? ''));
    return {};
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/operations/update-cluster.js




function updateCluster({ world }, input) {
    const cluster = findCluster(world, required(input.cluster, 'cluster'));
    checkClusterSettings(input.settings);
    if (input.settings !== undefined)
        cluster.settings = merged(cluster.settings, input.settings);
    if (input.configuration !== undefined)
        cluster.configuration = input.configuration;
    if (input.serviceConnectDefaults !== undefined)
        cluster.namespace = input.serviceConnectDefaults.namespace || undefined;
    return { cluster: showCluster(world, cluster, ['TAGS', 'SETTINGS', 'CONFIGURATIONS']) };
}
const merged = (old, more) => [
    ...old.filter(({ name }) => !more.some(one => one.name === name)),
    ...more,
];

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/operations/update-service.js












function updateService({ world, now }, input) {
    const service = findActiveService(world, input.cluster, required(input.service, 'service'));
    checkKind(input);
    checkCount(input.desiredCount);
    const configuration = input.deploymentConfiguration
        ? describedMember('service', 'deploymentConfiguration', kept(service, input.deploymentConfiguration))
        : service.deploymentConfiguration;
    check_service_checkConfiguration(configuration);
    const setting = update_service_changed(world, service, input);
    checkCapacity(service.setting, setting, input);
    checkStrategy(configuration, setting);
    checkMigration(service, configuration);
    const anew = input.forceNewDeployment === true || !(0,external_node_util_.isDeepStrictEqual)(update_service_plain(setting), update_service_plain(service.setting));
    // Seen in 2022 (terraform-provider-aws issue 26337): what UpdateService is told of places on Fargate is taken.
    const { enableExecuteCommand, loadBalancers } = input;
    const { availabilityZoneRebalancing } = { ...service.extras, ...extras(input) };
    const { maximumPercent } = configuration;
    const given = { enableExecuteCommand, loadBalancers, availabilityZoneRebalancing, maximumPercent };
    const asked = { ...given, deed: 'updated' };
    const known = world.definitions[setting.taskDefinition];
    if (!anew && known !== undefined)
        checkAsked(setting, known, asked);
    if (anew) {
        const definition = findActiveDefinition(world, setting.taskDefinition);
        checkSetting(world, setting, definition, asked);
        checkConnect(world, { ...service, setting });
    }
    service.deploymentConfiguration = configuration;
    service.healthCheckGracePeriodSeconds = input.healthCheckGracePeriodSeconds ?? service.healthCheckGracePeriodSeconds;
    Object.assign(service.extras, extras(input));
    const before = service.desiredCount;
    scale(world, service, input.desiredCount, now);
    if (anew) {
        service.setting = setting;
        deployment_begin(world, service, now, before);
    }
    return { service: showService(world, service) };
}
/**
 * Seen in 2023 (aws/copilot-cli pull request 4565) and in 2026: what is left out of a configuration stays, and so does what is left
 * out of its breaker. Early success does, also when another strategy is asked for, which is refused then (kayac/ecspresso pull request
 * 1082, 2026-09). Steps of another strategy do not; whether they do on AWS is not known.
 */
function kept({ deploymentConfiguration: before }, given) {
    const isSame = (given.strategy ?? before.strategy) === before.strategy;
    const { linearConfiguration: _linear, canaryConfiguration: _canary, ...shared } = before;
    return {
        ...(isSame ? before : shared),
        ...given,
        ...(given.deploymentCircuitBreaker && {
            deploymentCircuitBreaker: { ...before.deploymentCircuitBreaker, ...given.deploymentCircuitBreaker },
        }),
    };
}
function scale(world, service, desiredCount, now) {
    if (desiredCount === undefined || desiredCount === service.desiredCount)
        return;
    scaleTo(service, desiredCount);
    record(world, now, 'service', { service: service.name, status: service.status, desired: desiredCount });
}
/** What is absent stays; an empty list clears. */
function update_service_changed(world, { setting, cluster: name }, input) {
    const cluster = findCluster(world, name);
    return {
        taskDefinition: input.taskDefinition
            ? findActiveDefinition(world, input.taskDefinition).arn
            : setting.taskDefinition,
        platformVersion: input.platformVersion ?? setting.platformVersion,
        networkConfiguration: networkOf(input.networkConfiguration) ?? setting.networkConfiguration,
        loadBalancers: input.loadBalancers ?? setting.loadBalancers,
        serviceConnectConfiguration: input.serviceConnectConfiguration ?? setting.serviceConnectConfiguration,
        serviceRegistries: input.serviceRegistries ?? setting.serviceRegistries,
        volumeConfigurations: input.volumeConfigurations ?? setting.volumeConfigurations,
        ...recapacitated(cluster, setting, input),
    };
}
/** An empty list goes back to the launch type; to one that the service never had, Fargate. */
function recapacitated(cluster, setting, input) {
    const { capacityProviderStrategy: strategy } = input;
    if (strategy === undefined)
        return { launchType: setting.launchType, capacityProviderStrategy: setting.capacityProviderStrategy };
    return strategy.length === 0
        ? { launchType: setting.launchType ?? 'FARGATE' }
        : { launchType: undefined, capacityProviderStrategy: checkedStrategy(cluster, strategy) };
}
/** Words as people have met them: pipecd pull request 6385, kayac/ecspresso pull request 481. */
function checkCapacity(before, after, { capacityProviderStrategy, forceNewDeployment }) {
    if (capacityProviderStrategy === undefined || forceNewDeployment === true)
        return;
    const [was, is] = [before, after].map(({ launchType, capacityProviderStrategy: strategy }) => ({
        launchType,
        strategy,
    }));
    if ((0,external_node_util_.isDeepStrictEqual)(was, is))
        return;
    throw invalid('When switching from launch type to capacity provider strategy on an existing service, or making a change to a capacity provider strategy on a service that is already using one, you must force a new deployment.');
}
const update_service_plain = (setting) => JSON.parse(JSON.stringify(setting));

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/refuse-member.js


/** Where ECS has words of its own, by the path without its indices. */
const WORDS = {
    family: 'Family should not be null or empty.',
    containerDefinitions: 'Container list cannot be empty.',
    'containerDefinitions.healthCheck.command': 'HealthCheck command should not be null or empty.',
    services: 'Services cannot be empty.',
    tasks: 'Tasks cannot be empty.',
};
/** The other sentences are AWS's, of other services: how ECS words these is not known. */
function refuseMember(broken, operation) {
    const known = broken.map(({ at, value }) => (value === null ? WORDS[at.replace(/\.\d+\.member/g, '')] : undefined));
    const message = known.find(words => words !== undefined) ?? said(broken);
    return operation === 'RegisterTaskDefinition' ? client(message) : invalid(message);
}

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/service.js


































const ecs_service_OPERATIONS = {
    ContinueServiceDeployment: continueServiceDeployment,
    CreateCluster: createCluster,
    CreateService: createService,
    DeleteAccountSetting: deleteAccountSetting,
    DeleteCluster: deleteCluster,
    DeleteService: deleteService,
    DeleteTaskDefinitions: deleteTaskDefinitions,
    DeregisterTaskDefinition: deregisterTaskDefinition,
    DescribeCapacityProviders: describeCapacityProviders,
    DescribeClusters: describeClusters,
    DescribeServiceDeployments: describeServiceDeployments,
    DescribeServiceRevisions: describeServiceRevisions,
    DescribeServices: describeServices,
    DescribeTaskDefinition: describeTaskDefinition,
    DescribeTasks: describeTasks,
    ListAccountSettings: listAccountSettings,
    ListClusters: listClusters,
    ListServiceDeployments: listServiceDeployments,
    ListServices: listServices,
    ListTagsForResource: list_tags_for_resource_listTagsForResource,
    ListTaskDefinitionFamilies: listTaskDefinitionFamilies,
    ListTaskDefinitions: listTaskDefinitions,
    ListTasks: listTasks,
    PutAccountSetting: putAccountSetting,
    PutAccountSettingDefault: putAccountSettingDefault,
    PutClusterCapacityProviders: putClusterCapacityProviders,
    RegisterTaskDefinition: registerTaskDefinition,
    RunTask: runTask,
    StopServiceDeployment: stopServiceDeployment,
    StopTask: stop_task_stopTask,
    TagResource: tag_resource_tagResource,
    UntagResource: untag_resource_untagResource,
    UpdateCluster: updateCluster,
    UpdateClusterSettings: updateCluster,
    UpdateService: updateService,
};
const ecs = {
    name: 'ecs',
    protocol: { kind: 'json', target: 'AmazonEC2ContainerServiceV20141113' },
    operations: ecs_service_OPERATIONS,
    leftOut: LEFT_OUT,
    needs: ecsNeeds,
    isOurs: () => true,
    pages: { size: 'maxResults', token: 'nextToken' },
    refuse: refuseMember,
};

;// CONCATENATED MODULE: ./lib/emulator/services/elbv2/forward.js
/** What the actions of a listener or of a rule forward to. */

function sharesOf(world, actions = []) {
    const shares = actions.flatMap(({ TargetGroupArn: only, ForwardConfig }) => (ForwardConfig?.TargetGroups ?? [{ TargetGroupArn: only ?? '' }]).map(({ TargetGroupArn = '', Weight = '1' }) => ({
        arn: TargetGroupArn,
        weight: Number(Weight),
    })));
    if (shares.some(({ arn }) => world.targetGroups[arn] === undefined))
        throw new Refusal('TargetGroupNotFound', 'One or more target groups not found');
    return shares;
}
const showActions = ({ actions }) => actions.flatMap(action => action.type === 'forward'
    ? [
        {
            Type: 'forward',
            ...(action.groups.length === 1 && { TargetGroupArn: action.groups[0]?.arn }),
            ForwardConfig: {
                TargetGroups: action.groups.map(({ arn, weight }) => ({ TargetGroupArn: arn, Weight: weight })),
            },
        },
    ]
    : []);

;// CONCATENATED MODULE: ./lib/emulator/services/elbv2/operations/describe-listeners.js


function describeListeners({ world }, input) {
    const found = Object.values(world.listeners).filter(({ arn, loadBalancerArn }) => (input.LoadBalancerArn === undefined || loadBalancerArn === input.LoadBalancerArn) &&
        (input.ListenerArns?.includes(arn) ?? true));
    const rulesNow = ({ rules }) => (0,routing/* inForce */.Nm)(rules, world.traffic);
    return { Listeners: found.map(listener => showListener({ ...listener, rules: rulesNow(listener) })) };
}
const showListener = ({ arn, loadBalancerArn, port, protocol, rules }) => ({
    ListenerArn: arn,
    LoadBalancerArn: loadBalancerArn,
    Port: port,
    Protocol: protocol,
    DefaultActions: rules.filter(({ priority }) => priority === 'default').flatMap(showActions),
});

;// CONCATENATED MODULE: ./lib/emulator/services/elbv2/operations/create-listener.js





/** With real containers the listener really listens, on 127.0.0.1; port 0 takes a free one. */
async function createListener({ world, hooks }, input) {
    const balancer = world.loadBalancers[input.LoadBalancerArn ?? ''];
    if (balancer === undefined)
        throw new Refusal('LoadBalancerNotFound', 'One or more load balancers not found');
    const forwarding = input.DefaultActions?.filter(({ Type }) => Type === 'forward');
    const groups = sharesOf(world, forwarding);
    const asked = Number(input.Port ?? 80);
    const protocol = input.Protocol ?? 'HTTP';
    const arn = `${balancer.arn.replace(':loadbalancer/', ':listener/')}/${hex(world, 16)}`;
    const rules = groups.length === 0 ? [] : [defaultRule(arn, groups)];
    const now = () => (0,routing/* inForce */.Nm)(world.listeners[arn]?.rules ?? rules, world.traffic);
    const open = await hooks.listen?.({
        loadBalancerArn: balancer.arn,
        port: asked,
        shown: { port: asked, protocol },
        rules: now,
    });
    const listener = {
        arn,
        loadBalancerArn: balancer.arn,
        port: open?.port ?? asked,
        protocol,
        rules,
        localPort: open?.port,
    };
    world.listeners[listener.arn] = listener;
    return { Listeners: [showListener(listener)] };
}
/** It has an ARN, too, by which ECS shifts its traffic. */
const defaultRule = (listenerArn, groups) => ({
    arn: `${listenerArn.replace(':listener/', ':listener-rule/')}/${spread(listenerArn).toString(16).padStart(16, '0')}`,
    priority: 'default',
    conditions: [],
    actions: [{ type: 'forward', groups }],
});

;// CONCATENATED MODULE: ./lib/emulator/services/elbv2/operations/describe-load-balancers.js

function describeLoadBalancers({ world }, input) {
    const found = Object.values(world.loadBalancers).filter(({ name, arn }) => (input.Names?.includes(name) ?? true) && (input.LoadBalancerArns?.includes(arn) ?? true));
    if (found.length < (input.Names ?? input.LoadBalancerArns ?? []).length)
        throw new Refusal('LoadBalancerNotFound', 'One or more load balancers not found');
    return { LoadBalancers: found.map(showLoadBalancer) };
}
const showLoadBalancer = ({ arn, name, scheme, type, createdAt, dnsName }) => ({
    LoadBalancerArn: arn,
    LoadBalancerName: name,
    Scheme: scheme,
    Type: type,
    DNSName: dnsName,
    CreatedTime: new Date(createdAt).toISOString(),
    State: { Code: 'active' },
});

;// CONCATENATED MODULE: ./lib/emulator/services/elbv2/operations/create-load-balancer.js



function createLoadBalancer({ world, now }, input) {
    const name = required(input.Name, 'Name');
    if (Object.values(world.loadBalancers).some(one => one.name === name))
        throw new Refusal('DuplicateLoadBalancerName', `A load balancer with the name '${name}' already exists`);
    const balancer = {
        arn: arn(world, 'elasticloadbalancing', `loadbalancer/app/${name}/${hex(world, 16)}`),
        name,
        scheme: input.Scheme ?? 'internet-facing',
        type: input.Type ?? 'application',
        createdAt: now,
        dnsName: '127.0.0.1',
    };
    world.loadBalancers[balancer.arn] = balancer;
    return { LoadBalancers: [showLoadBalancer(balancer)] };
}

;// CONCATENATED MODULE: ./lib/emulator/services/elbv2/operations/describe-rules.js


/** With the weights that ECS gives them now. */
function describeRules({ world }, input) {
    const found = Object.values(world.listeners)
        .filter(({ arn }) => input.ListenerArn === undefined || arn === input.ListenerArn)
        .flatMap(({ rules }) => (0,routing/* inForce */.Nm)(rules, world.traffic))
        .filter(({ arn }) => input.RuleArns?.includes(arn ?? '') ?? true);
    return { Rules: found.map(showRule) };
}
const showRule = ({ arn, priority, conditions, actions }) => ({
    ...(arn !== undefined && { RuleArn: arn }),
    Priority: String(priority),
    IsDefault: priority === 'default',
    Conditions: conditions.map(({ field, values }) => ({ Field: field, Values: values })),
    Actions: showActions({ actions }),
});

;// CONCATENATED MODULE: ./lib/emulator/services/elbv2/operations/create-rule.js




/** Forwarding by path or header; the rest of a load balancer's rules is read from behind. */
function createRule({ world }, input) {
    const listener = world.listeners[input.ListenerArn ?? ''];
    if (listener === undefined)
        throw new Refusal('ListenerNotFound', 'One or more listeners not found');
    const priority = Number(input.Priority);
    if (listener.rules.some(rule => rule.priority === priority))
        throw new Refusal('PriorityInUse', 'The specified priority is in use.');
    const groups = sharesOf(world, input.Actions);
    if (groups.length === 0)
        throw new Refusal('TargetGroupNotFound', 'One or more target groups not found');
    const rule = {
        arn: `${listener.arn.replace(':listener/', ':listener-rule/')}/${hex(world, 16)}`,
        priority,
        conditions: (input.Conditions ?? []).map(({ Field = '', Values, PathPatternConfig, HttpHeaderConfig }) => ({
            field: Field,
            values: Values ?? PathPatternConfig?.Values ?? HttpHeaderConfig?.Values ?? [],
            ...(HttpHeaderConfig?.HttpHeaderName && { header: HttpHeaderConfig.HttpHeaderName }),
        })),
        actions: [{ type: 'forward', groups }],
    };
    listener.rules = [rule, ...listener.rules];
    return { Rules: [showRule(rule)] };
}

;// CONCATENATED MODULE: ./lib/emulator/services/elbv2/operations/describe-target-groups.js


function describeTargetGroups({ world }, { Names, TargetGroupArns, LoadBalancerArn }) {
    const found = Object.values(world.targetGroups).filter(({ name, arn }) => (Names?.includes(name) ?? true) &&
        (TargetGroupArns?.includes(arn) ?? true) &&
        (LoadBalancerArn === undefined || balancersOf(world, arn).includes(LoadBalancerArn)));
    if (found.length < (Names ?? TargetGroupArns ?? []).length)
        throw new Refusal('TargetGroupNotFound', 'One or more target groups not found');
    return { TargetGroups: found.map(group => showTargetGroup(world, group)) };
}
const balancersOf = (world, targetGroupArn) => [
    ...new Set(Object.values(world.listeners).flatMap(listener => (0,routing/* targetGroupsOf */.TT)(listener.rules).includes(targetGroupArn) ? [listener.loadBalancerArn] : [])),
];
function showTargetGroup(world, group) {
    const { healthCheck } = group;
    return {
        TargetGroupArn: group.arn,
        TargetGroupName: group.name,
        Protocol: group.protocol,
        Port: group.port,
        VpcId: group.vpcId,
        TargetType: group.targetType,
        HealthCheckEnabled: true,
        HealthCheckPath: healthCheck.path,
        HealthCheckPort: healthCheck.port,
        HealthCheckProtocol: healthCheck.protocol,
        HealthCheckIntervalSeconds: healthCheck.intervalSeconds,
        HealthCheckTimeoutSeconds: healthCheck.timeoutSeconds,
        HealthyThresholdCount: healthCheck.healthyThreshold,
        UnhealthyThresholdCount: healthCheck.unhealthyThreshold,
        Matcher: { HttpCode: healthCheck.matcher },
        LoadBalancerArns: balancersOf(world, group.arn),
    };
}

;// CONCATENATED MODULE: ./lib/emulator/services/elbv2/operations/create-target-group.js



function createTargetGroup({ world }, input) {
    const name = required(input.Name, 'Name');
    if (Object.values(world.targetGroups).some(group => group.name === name))
        throw new Refusal('DuplicateTargetGroupName', `A target group with the same name '${name}' exists`);
    const group = {
        arn: arn(world, 'elasticloadbalancing', `targetgroup/${name}/${hex(world, 16)}`),
        name,
        port: Number(input.Port ?? 80),
        protocol: input.Protocol ?? 'HTTP',
        vpcId: input.VpcId ?? 'vpc-local',
        targetType: input.TargetType ?? 'instance',
        healthCheck: {
            path: input.HealthCheckPath ?? '/',
            port: input.HealthCheckPort ?? 'traffic-port',
            protocol: input.HealthCheckProtocol ?? 'HTTP',
            intervalSeconds: Number(input.HealthCheckIntervalSeconds ?? 30),
            timeoutSeconds: Number(input.HealthCheckTimeoutSeconds ?? 5),
            healthyThreshold: Number(input.HealthyThresholdCount ?? 5),
            unhealthyThreshold: Number(input.UnhealthyThresholdCount ?? 2),
            matcher: input.Matcher?.HttpCode ?? '200',
        },
        attributes: { 'deregistration_delay.timeout_seconds': '300' },
    };
    world.targetGroups[group.arn] = group;
    return { TargetGroups: [showTargetGroup(world, group)] };
}

;// CONCATENATED MODULE: ./lib/emulator/services/elbv2/find-target-group.js

function findTargetGroup(world, arn) {
    const found = world.targetGroups[arn ?? ''];
    if (found === undefined)
        throw new Refusal('TargetGroupNotFound', 'One or more target groups not found');
    return found;
}
const showAttributes = ({ attributes }) => ({
    Attributes: Object.entries(attributes).map(([Key, Value]) => ({ Key, Value })),
});

;// CONCATENATED MODULE: ./lib/emulator/services/elbv2/operations/describe-target-group-attributes.js

const describeTargetGroupAttributes = ({ world }, { TargetGroupArn }) => showAttributes(findTargetGroup(world, TargetGroupArn));

;// CONCATENATED MODULE: ./lib/emulator/services/elbv2/operations/describe-target-health.js


const REASON = {
    healthy: {},
    initial: { Reason: 'Elb.RegistrationInProgress', Description: 'Target registration is in progress' },
    unhealthy: { Reason: 'Target.FailedHealthChecks' },
    draining: {
        Reason: 'Target.DeregistrationInProgress',
        Description: 'Target deregistration is in progress',
    },
};
/** Tasks, and what was registered with the other emulator; of what was asked for and is neither, that it is unused. */
function describeTargetHealth({ world }, { TargetGroupArn, Targets }) {
    const group = findTargetGroup(world, TargetGroupArn);
    const known = [...targetsIn(world, group), ...(group.registered ?? []).map(registered)];
    if (Targets === undefined || Targets.length === 0)
        return { TargetHealthDescriptions: known };
    const isOf = ({ Id, Port }, { Target }) => Target.Id === Id && (Port === undefined || Target.Port === Number(Port));
    const of = (asked) => {
        const found = known.filter(one => isOf(asked, one));
        return found.length > 0 ? found : [unused({ Id: asked.Id ?? '', Port: Number(asked.Port ?? group.port) })];
    };
    return { TargetHealthDescriptions: Targets.flatMap(of) };
}
function targetsIn(world, group) {
    const present = Object.values(world.services)
        .filter(({ revisions }) => revisions.some(({ targetGroups }) => targetGroups.includes(group.arn)))
        .flatMap(service => tasksOf(world, service))
        .filter(({ status }) => status === 'ACTIVATING' || status === 'RUNNING' || status === 'DEACTIVATING');
    return present.flatMap(({ address, targets }) => targets
        .filter(({ targetGroupArn }) => targetGroupArn === group.arn)
        .map(({ port, state, reason }) => ({
        Target: { Id: address, Port: port },
        HealthCheckPort: String(port),
        TargetHealth: {
            State: state,
            ...REASON[state],
            ...(state === 'unhealthy' && { Description: reason ?? 'Health checks failed' }),
        },
    })));
}
const registered = ({ id, port, state, reason, description }) => ({
    Target: { Id: id, Port: port },
    HealthCheckPort: String(port),
    TargetHealth: {
        State: state,
        ...(reason !== '' && { Reason: reason }),
        ...(description !== '' && { Description: description }),
    },
});
const unused = (Target) => ({
    Target,
    TargetHealth: {
        State: 'unused',
        Reason: 'Target.NotRegistered',
        Description: 'Target is not registered to the target group',
    },
});

;// CONCATENATED MODULE: ./lib/emulator/services/elbv2/operations/modify-target-group-attributes.js

function modifyTargetGroupAttributes({ world }, { TargetGroupArn, Attributes = [] }) {
    const group = findTargetGroup(world, TargetGroupArn);
    for (const { Key, Value } of Attributes)
        group.attributes[Key] = Value;
    return showAttributes(group);
}

;// CONCATENATED MODULE: ./lib/emulator/services/elbv2/service.js












const elbv2_service_OPERATIONS = {
    CreateListener: createListener,
    CreateLoadBalancer: createLoadBalancer,
    CreateRule: createRule,
    CreateTargetGroup: createTargetGroup,
    DescribeListeners: describeListeners,
    DescribeLoadBalancers: describeLoadBalancers,
    DescribeRules: describeRules,
    DescribeTargetGroupAttributes: describeTargetGroupAttributes,
    DescribeTargetGroups: describeTargetGroups,
    DescribeTargetHealth: describeTargetHealth,
    ModifyTargetGroupAttributes: modifyTargetGroupAttributes,
};
const elbv2 = {
    name: 'elasticloadbalancing',
    protocol: {
        kind: 'query',
        version: '2015-12-01',
        namespace: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/',
    },
    operations: elbv2_service_OPERATIONS,
    isOurs: operation => operation === 'DescribeTargetHealth',
    refuse: validation('ValidationError'),
};

;// CONCATENATED MODULE: ./lib/emulator/services/events/find.js
/** The rule a request means, or AWS's refusal. */


const DEFAULT_BUS = 'default';
/** By its name or its ARN. */
const busOf = ({ EventBusName }) => lastPart(EventBusName ?? DEFAULT_BUS);
const find_keyOf = (bus, name) => `${bus}/${name}`;
const ruleArn = (world, bus, name) => arn(world, 'events', bus === DEFAULT_BUS ? `rule/${name}` : `rule/${bus}/${name}`);
function findRule(world, name, given) {
    const bus = busOf(given);
    const found = world.rules[find_keyOf(bus, name)];
    if (found === undefined)
        throw new Refusal('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus}.`);
    return found;
}
const find_invalid = (message) => new Refusal('ValidationException', message);

;// CONCATENATED MODULE: ./lib/emulator/services/events/needs.js


function eventsNeeds(world, operation, input) {
    const name = input.Name ?? input.Rule;
    if (name === undefined)
        return on('events', operation, [String(input.ResourceARN ?? '*')]);
    const targets = Array.isArray(input.Targets) ? input.Targets : [];
    const roles = [input.RoleArn, ...targets.map(target => target?.RoleArn)];
    const bus = busOf({ EventBusName: String(input.EventBusName ?? 'default') });
    return [
        ...on('events', operation, [ruleArn(world, bus, String(name))]),
        ...passing(world, roles, 'events.amazonaws.com'),
    ];
}

;// CONCATENATED MODULE: ./lib/emulator/services/events/operations/delete-rule.js

/** What is not there is deleted, as on AWS. */
function deleteRule({ world }, input) {
    const key = find_keyOf(busOf(input), input.Name);
    if ((world.rules[key]?.targets.length ?? 0) > 0)
        throw find_invalid("Rule can't be deleted since it has targets.");
    delete world.rules[key];
    return {};
}

;// CONCATENATED MODULE: ./lib/emulator/services/events/show-rule.js
const show_rule_showRule = ({ name, arn, pattern, schedule, state, description, roleArn, bus }) => ({
    Name: name,
    Arn: arn,
    EventPattern: pattern,
    ScheduleExpression: schedule,
    State: state,
    Description: description,
    RoleArn: roleArn,
    EventBusName: bus,
});

;// CONCATENATED MODULE: ./lib/emulator/services/events/operations/describe-rule.js


const describeRule = ({ world }, input) => ({
    ...show_rule_showRule(findRule(world, input.Name, input)),
    CreatedBy: world.account,
});

;// CONCATENATED MODULE: ./lib/emulator/services/events/pattern.js
/** Why a pattern is none, or one that cannot be judged here; undefined where nothing is wrong. */
function fault(text) {
    let pattern;
    try {
        pattern = JSON.parse(text);
    }
    catch {
        return 'Filter is not valid JSON';
    }
    if (!pattern_isObject(pattern))
        return 'Filter is not an object';
    return Object.keys(pattern).length === 0 ? 'Empty patterns are not allowed' : faultOf(pattern, '');
}
function faultOf(pattern, path) {
    for (const [key, value] of Object.entries(pattern)) {
        const at = path === '' ? key : `${path}.${key}`;
        if (key === '$or' && Array.isArray(value)) {
            const found = value.map(one => (pattern_isObject(one) ? faultOf(one, path) : `"${at}" must be a list of objects`));
            if (found.some(Boolean))
                return found.find(Boolean);
        }
        else if (Array.isArray(value)) {
            if (value.length === 0)
                return 'Empty arrays are not allowed';
            if (value.some(one => pattern_isObject(one) && testOf(one) === undefined))
                return `Unrecognized match type in "${at}": ${JSON.stringify(value)}`;
        }
        else if (pattern_isObject(value)) {
            const inner = faultOf(value, at);
            if (inner !== undefined)
                return inner;
        }
        else
            return `"${at}" must be an object or an array`;
    }
    return undefined;
}
function fits(pattern, event) {
    return Object.entries(pattern).every(([key, wanted]) => {
        if (key === '$or' && Array.isArray(wanted))
            return wanted.some(one => fits(one, event));
        const value = event[key];
        if (Array.isArray(wanted))
            return wanted.some(one => pattern_holds(one, value));
        const inner = Array.isArray(value) ? value : [value];
        return inner.some(one => fits(wanted, pattern_isObject(one) ? one : {}));
    });
}
/** Of a list one value has to be as wanted. */
function pattern_holds(wanted, value) {
    const test = pattern_isObject(wanted) ? testOf(wanted) : (one) => one === wanted;
    if (test === undefined)
        return false;
    if (pattern_isObject(wanted) && 'exists' in wanted)
        return test(value);
    return (Array.isArray(value) ? value : [value]).some(one => one !== undefined && test(one));
}
function testOf(matcher) {
    const [[kind = '', wanted] = []] = Object.entries(matcher);
    return Object.hasOwn(MATCHERS, kind) && Object.keys(matcher).length === 1 ? MATCHERS[kind]?.(wanted) : undefined;
}
const onText = (test) => (wanted) => typeof wanted === 'string' ? value => typeof value === 'string' && test(value, wanted) : undefined;
/** In time that grows with the text alone, however many asterisks there are. */
function isLike(value, wanted) {
    const [first = '', ...parts] = wanted.split('*');
    const last = parts.pop();
    if (last === undefined)
        return value === first;
    if (!value.startsWith(first))
        return false;
    let from = first.length;
    for (const part of parts) {
        const at = value.indexOf(part, from);
        if (at < 0)
            return false;
        from = at + part.length;
    }
    return value.length - last.length >= from && value.endsWith(last);
}
const isSame = (value, wanted) => value.toLowerCase() === wanted.toLowerCase();
const MATCHERS = {
    prefix: onText((value, wanted) => value.startsWith(wanted)),
    suffix: onText((value, wanted) => value.endsWith(wanted)),
    'equals-ignore-case': onText(isSame),
    wildcard: onText(isLike),
    exists: wanted => (typeof wanted === 'boolean' ? value => (value !== undefined) === wanted : undefined),
    'anything-but': wanted => {
        const test = pattern_isObject(wanted) ? testOf(wanted) : anyOf(wanted);
        return test && (value => !test(value));
    },
    numeric: wanted => numeric(wanted),
};
const anyOf = (wanted) => value => (Array.isArray(wanted) ? wanted : [wanted]).includes(value);
const COMPARED = {
    '=': (value, bound) => value === bound,
    '<': (value, bound) => value < bound,
    '<=': (value, bound) => value <= bound,
    '>': (value, bound) => value > bound,
    '>=': (value, bound) => value >= bound,
};
/** `[">", 0, "<=", 5]` */
function numeric(wanted) {
    if (!Array.isArray(wanted) || wanted.length === 0 || wanted.length % 2 === 1)
        return undefined;
    const pairs = Array.from({ length: wanted.length / 2 }, (_, i) => [wanted[2 * i], wanted[2 * i + 1]]);
    if (pairs.some(([operator, bound]) => !Object.hasOwn(COMPARED, String(operator)) || typeof bound !== 'number'))
        return undefined;
    return value => typeof value === 'number' && pairs.every(([operator, bound]) => COMPARED[operator]?.(value, bound));
}
const pattern_isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

;// CONCATENATED MODULE: ./lib/emulator/services/events/operations/put-rule.js




/** A rule that is there is given anew, but for its targets and tags. */
function putRule({ world, now }, input) {
    const { Name: name, EventPattern: pattern, ScheduleExpression: schedule, State: state = 'ENABLED' } = input;
    const bus = busOf(input);
    check(input, bus);
    const known = world.rules[find_keyOf(bus, name)];
    const rule = {
        name,
        bus,
        arn: ruleArn(world, bus, name),
        createdAt: known?.createdAt ?? now,
        state,
        description: input.Description,
        roleArn: input.RoleArn,
        pattern,
        schedule,
        start: now,
        targets: known?.targets ?? [],
        tags: known?.tags ?? input.Tags ?? [],
    };
    rule.due = dueAfter(rule, now);
    world.rules[find_keyOf(bus, name)] = rule;
    return { RuleArn: rule.arn };
}
function check({ EventPattern, ScheduleExpression }, bus) {
    if (!EventPattern && !ScheduleExpression)
        throw find_invalid('Parameter(s) EventPattern or ScheduleExpression must be specified.');
    if (ScheduleExpression && bus !== DEFAULT_BUS)
        throw find_invalid('ScheduleExpression is supported only on the default event bus.');
    const expression = ScheduleExpression ? readExpression(ScheduleExpression) : undefined;
    if (ScheduleExpression && (expression === undefined || expression.kind === 'at'))
        throw find_invalid('Parameter ScheduleExpression is not valid.');
    const reason = EventPattern ? fault(EventPattern) : undefined;
    if (reason !== undefined)
        throw new Refusal('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);
}
function dueAfter({ schedule, start, state }, now) {
    const expression = schedule ? readExpression(schedule) : undefined;
    return expression && state !== 'DISABLED' ? nextTime(expression, now, { zone: 'UTC', start }) : undefined;
}

;// CONCATENATED MODULE: ./lib/emulator/services/events/operations/enable-rule.js


const change = (state) => ({ world, now }, input) => {
    const rule = findRule(world, input.Name, input);
    rule.state = state;
    rule.due = dueAfter(rule, now);
    return {};
};
const enableRule = change('ENABLED');
const disableRule = change('DISABLED');

;// CONCATENATED MODULE: ./lib/emulator/services/events/operations/list-rule-names-by-target.js


function listRuleNamesByTarget({ world }, input) {
    const found = Object.values(world.rules)
        .filter(({ bus, targets }) => bus === busOf(input) && targets.some(({ Arn }) => Arn === input.TargetArn))
        .map(({ name }) => name)
        .sort();
    const asked = { maxResults: input.Limit, nextToken: input.NextToken };
    const { items, nextToken } = page(found, asked, { standard: 100, most: 100 });
    return { RuleNames: items, NextToken: nextToken };
}

;// CONCATENATED MODULE: ./lib/emulator/services/events/operations/list-rules.js



function listRules({ world }, input) {
    const { NamePrefix = '', Limit: maxResults, NextToken } = input;
    const found = Object.values(world.rules)
        .filter(({ bus, name }) => bus === busOf(input) && name.startsWith(NamePrefix))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    const { items, nextToken } = page(found, { maxResults, nextToken: NextToken }, { standard: 100, most: 100 });
    return { Rules: items.map(show_rule_showRule), NextToken: nextToken };
}

;// CONCATENATED MODULE: ./lib/emulator/services/events/operations/list-targets-by-rule.js


function listTargetsByRule({ world }, input) {
    const { targets } = findRule(world, input.Rule, input);
    const asked = { maxResults: input.Limit, nextToken: input.NextToken };
    const { items, nextToken } = page(targets, asked, { standard: 100, most: 100 });
    return { Targets: items, NextToken: nextToken };
}

;// CONCATENATED MODULE: ./lib/emulator/services/events/target.js
/** Also `arn:aws:scheduler:::aws-sdk:sqs:sendMessage`. */
const isArn = (text) => /^arn:[^:]+:[^:]+:[^:]*:[^:]*:./.test(text);
const isCluster = (arn) => /^arn:[^:]+:ecs:[^:]*:[^:]*:cluster\//.test(arn);
/** The name, where it is a log group. */
const logGroupOf = (arn) => /^arn:[^:]+:logs:[^:]*:[^:]*:log-group:([^:]+)(?::\*)?$/.exec(arn)?.[1];
/** As JSON, or as text where a template makes it so. */
function inputFor({ Input, InputPath, InputTransformer }, event) {
    if (Input !== undefined)
        return Input;
    if (InputPath !== undefined)
        return JSON.stringify(at(event, InputPath));
    if (InputTransformer === undefined)
        return JSON.stringify(event);
    const { InputPathsMap = {}, InputTemplate } = InputTransformer;
    return InputTemplate.replace(/("?)<([\w.-]+)>("?)/g, (whole, before, name, after) => {
        const path = InputPathsMap[name];
        if (path === undefined)
            return whole;
        const value = at(event, path);
        const inText = before === '"' && after === '"';
        // A value with quotation marks of the template's own is text; without them it is JSON.
        if (inText)
            return JSON.stringify(typeof value === 'string' ? value : JSON.stringify(value ?? ''));
        const plain = typeof value === 'string' && !InputTemplate.trim().startsWith('{') ? value : JSON.stringify(value ?? '');
        return `${before}${plain}${after}`;
    });
}
/** `$.detail.taskArn` */
function at(event, path) {
    let value = event;
    for (const [, key = '', index] of path.matchAll(/\.([\w-]+)|\[(\d+)\]/g))
        value = value?.[index ?? key];
    return value;
}

;// CONCATENATED MODULE: ./lib/emulator/services/events/operations/put-targets.js



/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const put_targets_MOST = 5;
function putTargets({ world }, input) {
    const rule = findRule(world, input.Rule, input);
    for (const target of input.Targets)
        put_targets_check(target);
    const ids = input.Targets.map(({ Id }) => Id);
    const targets = [...rule.targets.filter(({ Id }) => !ids.includes(Id)), ...input.Targets];
    if (targets.length > put_targets_MOST)
        throw new Refusal('LimitExceededException', 'The requested resource exceeds the maximum number allowed.');
    rule.targets = targets;
    return { FailedEntryCount: 0, FailedEntries: [] };
}
function put_targets_check({ Id, Arn, RoleArn, EcsParameters, Input, InputPath, InputTransformer }) {
    if (!isArn(Arn))
        throw find_invalid(`Parameter ${Arn} is not valid. Reason: Provided Arn is not in correct format.`);
    if ([Input, InputPath, InputTransformer].filter(one => one !== undefined).length > 1)
        throw find_invalid(`Only one of Input, InputPath, or InputTransformer must be provided for target ${Id}.`);
    if (isCluster(Arn) && EcsParameters === undefined)
        throw find_invalid(`Parameter EcsParameters is required for target ${Id}.`);
    if (isCluster(Arn) && !RoleArn)
        throw find_invalid(`RoleArn is required for target ${Arn}.`);
}

;// CONCATENATED MODULE: ./lib/emulator/services/events/operations/remove-targets.js

function removeTargets({ world }, input) {
    const rule = findRule(world, input.Rule, input);
    const failed = input.Ids.filter(id => !rule.targets.some(({ Id }) => Id === id));
    rule.targets = rule.targets.filter(({ Id }) => !input.Ids.includes(Id));
    return {
        FailedEntryCount: failed.length,
        FailedEntries: failed.map(TargetId => ({
            TargetId,
            ErrorCode: 'ResourceNotFoundException',
            ErrorMessage: `Rule ${rule.name} does not have a target with the Id ${TargetId}.`,
        })),
    };
}

;// CONCATENATED MODULE: ./lib/emulator/services/events/operations/tags.js
/** Tags sit on rules. */

const events_operations_tags_listTagsForResource = ({ world }, { ResourceARN }) => ({
    Tags: events_operations_tags_find(world, ResourceARN).tags,
});
function events_operations_tags_tagResource({ world }, { ResourceARN, Tags }) {
    const rule = events_operations_tags_find(world, ResourceARN);
    rule.tags = [...rule.tags.filter(({ Key }) => !Tags.some(tag => tag.Key === Key)), ...Tags];
    return {};
}
function events_operations_tags_untagResource({ world }, { ResourceARN, TagKeys }) {
    const rule = events_operations_tags_find(world, ResourceARN);
    rule.tags = rule.tags.filter(({ Key }) => !TagKeys.includes(Key));
    return {};
}
function events_operations_tags_find(world, given) {
    const found = Object.values(world.rules).find(({ arn }) => arn === given);
    if (found === undefined)
        throw new Refusal('ResourceNotFoundException', `Rule ${given} does not exist.`);
    return found;
}

;// CONCATENATED MODULE: ./lib/emulator/services/events/operations/test-event-pattern.js



function testEventPattern(_room, { EventPattern, Event }) {
    const reason = fault(EventPattern);
    if (reason !== undefined)
        throw new Refusal('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);
    return { Result: fits(JSON.parse(EventPattern), parsed(Event)) };
}
function parsed(text) {
    try {
        const event = JSON.parse(text);
        if (typeof event === 'object' && event !== null)
            return event;
    }
    catch {
        // Said below.
    }
    throw find_invalid('Parameter Event is not valid.');
}

;// CONCATENATED MODULE: ./lib/emulator/services/events/service.js













const events_service_OPERATIONS = {
    DeleteRule: deleteRule,
    DescribeRule: describeRule,
    DisableRule: disableRule,
    EnableRule: enableRule,
    ListRuleNamesByTarget: listRuleNamesByTarget,
    ListRules: listRules,
    ListTagsForResource: events_operations_tags_listTagsForResource,
    ListTargetsByRule: listTargetsByRule,
    PutRule: putRule,
    PutTargets: putTargets,
    RemoveTargets: removeTargets,
    TagResource: events_operations_tags_tagResource,
    TestEventPattern: testEventPattern,
    UntagResource: events_operations_tags_untagResource,
};
const events = {
    name: 'events',
    protocol: { kind: 'json', target: 'AWSEvents' },
    operations: events_service_OPERATIONS,
    needs: eventsNeeds,
    // Buses, archives and whatever else there is stay behind.
    isOurs: operation => Object.hasOwn(events_service_OPERATIONS, operation),
    pages: { size: 'Limit', token: 'NextToken' },
    refuse: validation('ValidationException'),
};

;// CONCATENATED MODULE: ./lib/emulator/services/logs/needs.js


const logsNeeds = (world, operation, input) => on('logs', operation, logsResources(world, operation, input));
/** Except for tags, CloudWatch Logs names a group by its streams. */
function logsResources(world, operation, input) {
    if (input.resourceArn)
        return [String(input.resourceArn)];
    const given = String(input.logGroupName ?? input.logGroupIdentifier ?? '');
    const name = given.replace(/^arn:.*:log-group:/, '').replace(/:\*$/, '');
    const stream = ['GetLogEvents', 'PutLogEvents'].includes(operation) ? String(input.logStreamName ?? '') : '';
    return [arn(world, 'logs', `log-group:${name}:log-stream:${stream}`)];
}

;// CONCATENATED MODULE: ./lib/emulator/services/logs/operations/create-log-group.js


function createLogGroup({ world, now }, input) {
    const name = required(input.logGroupName, 'logGroupName');
    if (world.logGroups[name] !== undefined)
        throw new Refusal('ResourceAlreadyExistsException', 'The specified log group already exists');
    world.logGroups[name] = {
        ...emptyLogGroup(name, now),
        logGroupClass: input.logGroupClass ?? 'STANDARD',
        kmsKeyId: input.kmsKeyId,
        tags: input.tags ?? {},
    };
    return {};
}

;// CONCATENATED MODULE: ./lib/emulator/services/logs/find-group.js


const NO_STREAM = () => new Refusal('ResourceNotFoundException', 'The specified log stream does not exist.');
function findGroup(world, input) {
    const given = required(input.logGroupName ?? input.logGroupIdentifier, 'logGroupName');
    const name = given.replace(/^arn:.*:log-group:/, '').replace(/:\*$/, '');
    const found = isElsewhere(world, 'logs', given) ? undefined : world.logGroups[name];
    if (found === undefined)
        throw new Refusal('ResourceNotFoundException', 'The specified log group does not exist.');
    return found;
}
const groupArn = (world, name) => `arn:aws:logs:${world.region}:${world.account}:log-group:${name}`;
const eventId = (stream, index) => `${lastPart(stream)}${String(index).padStart(16, '0')}`;

;// CONCATENATED MODULE: ./lib/emulator/services/logs/operations/create-log-stream.js


function createLogStream({ world, now }, input) {
    const { streams } = findGroup(world, input);
    const name = required(input.logStreamName, 'logStreamName');
    if (streams[name] !== undefined)
        throw new Refusal('ResourceAlreadyExistsException', 'The specified log stream already exists');
    streams[name] = { createdAt: now, lines: [] };
    return {};
}

;// CONCATENATED MODULE: ./lib/emulator/services/logs/operations/delete-log-group.js

function deleteLogGroup({ world }, input) {
    delete world.logGroups[findGroup(world, input).name];
    return {};
}

;// CONCATENATED MODULE: ./lib/emulator/services/logs/operations/delete-log-stream.js


function deleteLogStream({ world }, input) {
    const { streams } = findGroup(world, input);
    const name = required(input.logStreamName, 'logStreamName');
    if (streams[name] === undefined)
        throw NO_STREAM();
    delete streams[name];
    return {};
}

;// CONCATENATED MODULE: ./lib/emulator/services/logs/operations/delete-metric-filter.js


function deleteMetricFilter({ world }, input) {
    const { metricFilters } = findGroup(world, input);
    const name = required(input.filterName, 'filterName');
    if (metricFilters[name] === undefined)
        throw new Refusal('ResourceNotFoundException', 'The specified metric filter does not exist.');
    delete metricFilters[name];
    return {};
}

;// CONCATENATED MODULE: ./lib/emulator/services/logs/operations/delete-retention-policy.js

function deleteRetentionPolicy({ world }, input) {
    findGroup(world, input).retentionInDays = undefined;
    return {};
}

;// CONCATENATED MODULE: ./lib/emulator/services/logs/operations/describe-log-groups.js


function describeLogGroups({ world }, input) {
    const found = Object.values(world.logGroups)
        .filter(({ name }) => name.startsWith(input.logGroupNamePrefix ?? '') && name.includes(input.logGroupNamePattern ?? ''))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    const { items, nextToken } = page(found, { maxResults: input.limit, nextToken: input.nextToken }, { standard: 50, most: 50 });
    return {
        logGroups: items.map(({ name, createdAt, retentionInDays, streams, logGroupClass, kmsKeyId, metricFilters }) => ({
            logGroupName: name,
            creationTime: createdAt,
            retentionInDays,
            logGroupClass,
            kmsKeyId,
            metricFilterCount: Object.keys(metricFilters).length,
            storedBytes: Object.values(streams).reduce((sum, { lines }) => sum + lines.length, 0),
            arn: `${groupArn(world, name)}:*`,
            logGroupArn: groupArn(world, name),
        })),
        nextToken,
    };
}

;// CONCATENATED MODULE: ./lib/emulator/services/logs/operations/describe-log-streams.js


function describeLogStreams({ world }, input) {
    const group = findGroup(world, input);
    const found = Object.entries(group.streams)
        .filter(([name]) => name.startsWith(input.logStreamNamePrefix ?? ''))
        .map(([name, { createdAt, lines }]) => ({
        logStreamName: name,
        creationTime: createdAt,
        firstEventTimestamp: lines[0]?.at,
        lastEventTimestamp: lines.at(-1)?.at,
        arn: `${groupArn(world, group.name)}:log-stream:${name}`,
    }))
        .sort((a, b) => input.orderBy === 'LastEventTime'
        ? (a.lastEventTimestamp ?? 0) - (b.lastEventTimestamp ?? 0)
        : a.logStreamName < b.logStreamName
            ? -1
            : 1);
    if (input.descending)
        found.reverse();
    const { items, nextToken } = page(found, { maxResults: input.limit, nextToken: input.nextToken }, { standard: 50, most: 50 });
    return { logStreams: items, nextToken };
}

;// CONCATENATED MODULE: ./lib/emulator/services/logs/operations/describe-metric-filters.js


function describeMetricFilters({ world }, input) {
    const groups = input.logGroupName === undefined ? Object.values(world.logGroups) : [findGroup(world, input)];
    const found = groups
        .flatMap(({ metricFilters }) => Object.values(metricFilters))
        .filter(({ filterName }) => filterName.startsWith(input.filterNamePrefix ?? ''));
    const { items, nextToken } = page(found, { maxResults: input.limit, nextToken: input.nextToken }, { standard: 50, most: 50 });
    return { metricFilters: items, nextToken };
}

;// CONCATENATED MODULE: ./lib/emulator/services/logs/operations/filter-log-events.js


/** The filter pattern is taken as words that must all occur; the JSON and regular-expression forms are not known. */
function filterLogEvents({ world }, input) {
    const { logStreamNames, logStreamNamePrefix = '', startTime = 0, endTime = Infinity, filterPattern = '' } = input;
    const words = filterPattern.split(/\s+/).map(word => word.replaceAll('"', ''));
    const found = Object.entries(findGroup(world, input).streams)
        .filter(([name]) => logStreamNames?.includes(name) ?? name.startsWith(logStreamNamePrefix))
        .flatMap(([logStreamName, { lines }]) => lines.map(({ at, message }, index) => ({
        logStreamName,
        timestamp: at,
        message,
        ingestionTime: at,
        eventId: eventId(logStreamName, index),
    })))
        .filter(({ timestamp, message }) => timestamp >= startTime && timestamp < endTime && words.every(w => message.includes(w)))
        .sort((a, b) => a.timestamp - b.timestamp);
    const { items, nextToken } = page(found, { maxResults: input.limit, nextToken: input.nextToken }, { standard: 10_000, most: 10_000 });
    return { events: items, searchedLogStreams: [], nextToken };
}

;// CONCATENATED MODULE: ./lib/emulator/services/logs/operations/get-log-events.js


const get_log_events_MOST = 10_000;
/** Tokens are positions in the stream; at an end the same token comes back. */
function getLogEvents({ world }, input) {
    const { startTime = 0, endTime = Infinity, limit = get_log_events_MOST, startFromHead = false, nextToken } = input;
    const stream = findGroup(world, input).streams[required(input.logStreamName, 'logStreamName')];
    if (stream === undefined)
        throw NO_STREAM();
    const lines = stream.lines.filter(({ at }) => at >= startTime && at < endTime);
    const [direction, at] = nextToken?.split('/') ?? [startFromHead ? 'f' : 'b', startFromHead ? 0 : lines.length];
    const edge = Number(at);
    const start = direction === 'f' ? edge : Math.max(0, edge - limit);
    const end = direction === 'f' ? Math.min(lines.length, edge + limit) : edge;
    return {
        events: lines.slice(start, end).map(({ at, message }) => ({ timestamp: at, message, ingestionTime: at })),
        nextForwardToken: `f/${end}`,
        nextBackwardToken: `b/${start}`,
    };
}

;// CONCATENATED MODULE: ./lib/emulator/services/logs/operations/kms-key.js


const groupOf = ({ world }, { logGroupName, resourceIdentifier }) => findGroup(world, {
    ...(logGroupName !== undefined && { logGroupName }),
    ...(resourceIdentifier !== undefined && { logGroupIdentifier: resourceIdentifier }),
});
function associateKmsKey(room, input) {
    groupOf(room, input).kmsKeyId = required(input.kmsKeyId, 'kmsKeyId');
    return {};
}
function disassociateKmsKey(room, input) {
    delete groupOf(room, input).kmsKeyId;
    return {};
}

;// CONCATENATED MODULE: ./lib/emulator/services/logs/operations/put-log-events.js


const HOUR = 3600 * 1000;
const NEWEST = 2 * HOUR;
const OLDEST = 14 * 24 * HOUR;
/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
function putLogEvents({ world, now }, input) {
    const group = findGroup(world, input);
    const stream = group.streams[required(input.logStreamName, 'logStreamName')];
    if (stream === undefined)
        throw NO_STREAM();
    const events = input.logEvents ?? [];
    const kept = (group.retentionInDays ?? Number.POSITIVE_INFINITY) * 24 * HOUR;
    const isExpired = (at) => at < now - kept;
    const isOld = (at) => !isExpired(at) && at < now - OLDEST;
    const isNew = (at) => at > now + NEWEST;
    for (const { timestamp: at, message } of events)
        if (!isExpired(at) && !isOld(at) && !isNew(at))
            stream.lines.push({ at, message });
    const last = (is) => events.findLastIndex(({ timestamp }) => is(timestamp)) + 1;
    const rejected = {
        ...(last(isOld) > 0 && { tooOldLogEventEndIndex: last(isOld) }),
        ...(last(isExpired) > 0 && { expiredLogEventEndIndex: last(isExpired) }),
        ...(last(isNew) > 0 && { tooNewLogEventStartIndex: events.findIndex(({ timestamp }) => isNew(timestamp)) }),
    };
    return {
        nextSequenceToken: String(stream.lines.length),
        ...(Object.keys(rejected).length > 0 && { rejectedLogEventsInfo: rejected }),
    };
}

;// CONCATENATED MODULE: ./lib/emulator/services/logs/operations/put-metric-filter.js


function putMetricFilter({ world, now }, input) {
    const group = findGroup(world, input);
    const filterName = required(input.filterName, 'filterName');
    group.metricFilters[filterName] = {
        filterName,
        filterPattern: input.filterPattern ?? '',
        metricTransformations: required(input.metricTransformations, 'metricTransformations'),
        creationTime: group.metricFilters[filterName]?.creationTime ?? now,
        logGroupName: group.name,
    };
    return {};
}

;// CONCATENATED MODULE: ./lib/emulator/services/logs/operations/put-retention-policy.js

function putRetentionPolicy({ world }, input) {
    findGroup(world, input).retentionInDays = input.retentionInDays;
    return {};
}

;// CONCATENATED MODULE: ./lib/emulator/services/logs/operations/subscription-filters.js
/** Kept and told again; nothing is delivered. */



/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const subscription_filters_MOST = 2;
function putSubscriptionFilter({ world, now }, input) {
    const group = findGroup(world, input);
    const filterName = required(input.filterName, 'filterName');
    const filters = group.subscriptionFilters ?? {};
    const known = filters[filterName];
    if (known === undefined && Object.keys(filters).length >= subscription_filters_MOST)
        throw new Refusal('LimitExceededException', 'Resource limit exceeded.');
    const { roleArn, distribution = 'ByLogStream' } = input;
    group.subscriptionFilters = {
        ...filters,
        [filterName]: {
            filterName,
            logGroupName: group.name,
            filterPattern: input.filterPattern ?? '',
            destinationArn: required(input.destinationArn, 'destinationArn'),
            ...(roleArn !== undefined && { roleArn }),
            distribution,
            creationTime: known?.creationTime ?? now,
        },
    };
    return {};
}
function describeSubscriptionFilters({ world }, input) {
    const found = Object.values(findGroup(world, input).subscriptionFilters ?? {}).filter(({ filterName }) => filterName.startsWith(input.filterNamePrefix ?? ''));
    const asked = { maxResults: input.limit, nextToken: input.nextToken };
    const { items, nextToken } = page(found, asked, { standard: 50, most: 50 });
    return { subscriptionFilters: items, nextToken };
}
function deleteSubscriptionFilter({ world }, input) {
    const group = findGroup(world, input);
    const name = required(input.filterName, 'filterName');
    const { [name]: gone, ...rest } = group.subscriptionFilters ?? {};
    if (gone === undefined)
        throw new Refusal('ResourceNotFoundException', 'The specified subscription filter does not exist.');
    group.subscriptionFilters = rest;
    return {};
}

;// CONCATENATED MODULE: ./lib/emulator/services/logs/operations/tags.js

const tags_named = (world, { resourceArn }) => findGroup(world, { ...(resourceArn !== undefined && { logGroupIdentifier: resourceArn }) });
function addTags(group, tags) {
    group.tags = { ...group.tags, ...tags };
    return {};
}
function removeTags(group, keys) {
    group.tags = Object.fromEntries(Object.entries(group.tags).filter(([key]) => !keys?.includes(key)));
    return {};
}
const logs_operations_tags_listTagsForResource = ({ world }, input) => ({ tags: tags_named(world, input).tags });
const logs_operations_tags_tagResource = ({ world }, input) => addTags(tags_named(world, input), input.tags);
const logs_operations_tags_untagResource = ({ world }, input) => removeTags(tags_named(world, input), input.tagKeys);
const listTagsLogGroup = ({ world }, input) => ({ tags: findGroup(world, input).tags });
const tagLogGroup = ({ world }, input) => addTags(findGroup(world, input), input.tags);
const untagLogGroup = ({ world }, input) => removeTags(findGroup(world, input), input.tags);

;// CONCATENATED MODULE: ./lib/emulator/services/logs/service.js



















const logs_service_OPERATIONS = {
    AssociateKmsKey: associateKmsKey,
    CreateLogGroup: createLogGroup,
    CreateLogStream: createLogStream,
    DeleteLogGroup: deleteLogGroup,
    DeleteLogStream: deleteLogStream,
    DeleteMetricFilter: deleteMetricFilter,
    DeleteRetentionPolicy: deleteRetentionPolicy,
    DeleteSubscriptionFilter: deleteSubscriptionFilter,
    DescribeLogGroups: describeLogGroups,
    DescribeLogStreams: describeLogStreams,
    DescribeMetricFilters: describeMetricFilters,
    DescribeSubscriptionFilters: describeSubscriptionFilters,
    DisassociateKmsKey: disassociateKmsKey,
    FilterLogEvents: filterLogEvents,
    GetLogEvents: getLogEvents,
    ListTagsForResource: logs_operations_tags_listTagsForResource,
    ListTagsLogGroup: listTagsLogGroup,
    PutLogEvents: putLogEvents,
    PutMetricFilter: putMetricFilter,
    PutRetentionPolicy: putRetentionPolicy,
    PutSubscriptionFilter: putSubscriptionFilter,
    TagLogGroup: tagLogGroup,
    TagResource: logs_operations_tags_tagResource,
    UntagLogGroup: untagLogGroup,
    UntagResource: logs_operations_tags_untagResource,
};
const logs = {
    name: 'logs',
    protocol: { kind: 'json', target: 'Logs_20140328' },
    operations: logs_service_OPERATIONS,
    needs: logsNeeds,
    isOurs: operation => Object.hasOwn(logs_service_OPERATIONS, operation),
    pages: { size: 'limit', token: 'nextToken' },
    refuse: validation('InvalidParameterException'),
};

;// CONCATENATED MODULE: ./lib/emulator/services/scheduler/find.js
/** The schedule a request means, or AWS's refusal. */


const DEFAULT_GROUP = 'default';
const scheduler_find_keyOf = (group, name) => `${group}/${name}`;
const scheduleArn = (world, group, name) => arn(world, 'scheduler', `schedule/${group}/${name}`);
function findSchedule(world, { Name, GroupName = DEFAULT_GROUP }) {
    const found = world.schedules[scheduler_find_keyOf(GroupName, Name)];
    if (found === undefined)
        throw missing(`Schedule ${Name} does not exist.`);
    return found;
}
function find_findGroup(world, name) {
    const found = world.scheduleGroups[name];
    if (found !== undefined)
        return found;
    if (name !== DEFAULT_GROUP)
        throw missing(`Schedule group ${name} does not exist.`);
    return { name, arn: arn(world, 'scheduler', `schedule-group/${name}`), createdAt: 0, tags: [] };
}
const missing = (message) => new Refusal('ResourceNotFoundException', message, 404);
const scheduler_find_invalid = (message) => new Refusal('ValidationException', message);
const conflict = (message) => new Refusal('ConflictException', message, 409);

;// CONCATENATED MODULE: ./lib/emulator/services/scheduler/needs.js



function schedulerNeeds(world, operation, input) {
    const resource = resourceOf(world, operation, input);
    return [
        ...on('scheduler', operation, [resource]),
        ...passing(world, [input.Target?.RoleArn], 'scheduler.amazonaws.com'),
    ];
}
function resourceOf(world, operation, { Name, GroupName = DEFAULT_GROUP, ResourceArn }) {
    if (Name === undefined)
        return String(ResourceArn ?? '*');
    return operation.endsWith('Group')
        ? arn(world, 'scheduler', `schedule-group/${Name}`)
        : scheduleArn(world, String(GroupName), String(Name));
}

;// CONCATENATED MODULE: ./lib/emulator/services/scheduler/check-schedule.js
/** What CreateSchedule and UpdateSchedule refuse alike. */




function checkSchedule(world, input) {
    const { ScheduleExpression, ScheduleExpressionTimezone: zone, StartDate, EndDate, Target } = input;
    find_findGroup(world, input.GroupName ?? DEFAULT_GROUP);
    if (readExpression(ScheduleExpression) === undefined)
        throw scheduler_find_invalid(`Invalid Schedule Expression ${ScheduleExpression}.`);
    if (!isArn(Target.Arn))
        throw scheduler_find_invalid('Provided Arn is not in correct format.');
    // Here and below words ours.
    if (zone !== undefined && !isZone(zone))
        throw scheduler_find_invalid(`Invalid ScheduleExpressionTimezone ${zone}.`);
    if (StartDate !== undefined && EndDate !== undefined && EndDate <= StartDate)
        throw scheduler_find_invalid('The EndDate must be after the StartDate.');
    checkWindow(input.FlexibleTimeWindow);
    if (isCluster(Target.Arn) && Target.EcsParameters === undefined)
        throw scheduler_find_invalid('EcsParameters is required for a target that is an Amazon ECS cluster.');
}
function checkWindow({ Mode, MaximumWindowInMinutes }) {
    if ((Mode === 'FLEXIBLE') !== (MaximumWindowInMinutes !== undefined))
        throw scheduler_find_invalid('MaximumWindowInMinutes has to be given with the mode FLEXIBLE, and with no other.');
}

;// CONCATENATED MODULE: ./lib/emulator/services/scheduler/due.js

/** Within its dates; a rate is due for the first time at its start, which is at once without a start date. */
function due_dueAfter({ given, createdAt }, after) {
    const { ScheduleExpression, ScheduleExpressionTimezone: zone = 'UTC', StartDate, EndDate, State } = given;
    const expression = readExpression(ScheduleExpression);
    if (expression === undefined || State === 'DISABLED')
        return undefined;
    // Of a single time both dates are ignored.
    if (expression.kind === 'at')
        return nextTime(expression, after, { zone, start: createdAt });
    const start = StartDate === undefined ? createdAt : StartDate * 1000;
    const due = nextTime(expression, Math.max(after, start - 1), { zone, start });
    return due !== undefined && EndDate !== undefined && due > EndDate * 1000 ? undefined : due;
}

;// CONCATENATED MODULE: ./lib/emulator/services/scheduler/operations/create-schedule.js



function createSchedule({ world, now }, given) {
    const { Name: name, GroupName: group = DEFAULT_GROUP, ClientToken } = given;
    const known = world.schedules[scheduler_find_keyOf(group, name)];
    if (known !== undefined && ClientToken !== undefined && known.given.ClientToken === ClientToken)
        return { ScheduleArn: known.arn };
    checkSchedule(world, given);
    if (known !== undefined)
        throw conflict(`Schedule ${name} already exists.`);
    const arn = scheduleArn(world, group, name);
    const due = due_dueAfter({ given, createdAt: now }, now - 1);
    world.schedules[scheduler_find_keyOf(group, name)] = { name, group, arn, createdAt: now, changedAt: now, given, due, pending: [] };
    return { ScheduleArn: arn };
}

;// CONCATENATED MODULE: ./lib/emulator/services/scheduler/operations/delete-schedule.js

function deleteSchedule({ world }, input) {
    const { group, name } = findSchedule(world, input);
    delete world.schedules[scheduler_find_keyOf(group, name)];
    return {};
}

;// CONCATENATED MODULE: ./lib/emulator/services/scheduler/operations/get-schedule.js


/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html */
const RETRIES = { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 };
function getSchedule({ world }, input) {
    const { arn, group, given, createdAt, changedAt } = findSchedule(world, input);
    const { ClientToken, ...shown } = given;
    return {
        ScheduleExpressionTimezone: 'UTC',
        State: 'ENABLED',
        ActionAfterCompletion: 'NONE',
        ...shown,
        Target: { ...given.Target, RetryPolicy: { ...RETRIES, ...given.Target.RetryPolicy } },
        Arn: arn,
        GroupName: group,
        CreationDate: seconds(createdAt),
        LastModificationDate: seconds(changedAt),
    };
}

;// CONCATENATED MODULE: ./lib/emulator/services/scheduler/operations/groups.js
/** Schedule groups: names for schedules, and where their tags are. */




function createScheduleGroup({ world, now }, { Name: name, Tags = [] }) {
    if (name === DEFAULT_GROUP || world.scheduleGroups[name] !== undefined)
        throw conflict(`Schedule group ${name} already exists.`);
    const group = { name, arn: arn(world, 'scheduler', `schedule-group/${name}`), createdAt: now, tags: Tags };
    world.scheduleGroups[name] = group;
    return { ScheduleGroupArn: group.arn };
}
const getScheduleGroup = ({ world }, { Name }) => groups_shown(find_findGroup(world, Name));
/** Its schedules go with it. */
function deleteScheduleGroup({ world }, { Name }) {
    if (Name === DEFAULT_GROUP)
        throw scheduler_find_invalid('The default schedule group cannot be deleted.');
    delete world.scheduleGroups[find_findGroup(world, Name).name];
    for (const [key, { group }] of Object.entries(world.schedules))
        if (group === Name)
            delete world.schedules[key];
    return {};
}
function listScheduleGroups({ world }, { NamePrefix = '', MaxResults, NextToken }) {
    const all = [find_findGroup(world, DEFAULT_GROUP), ...Object.values(world.scheduleGroups)];
    const found = all.filter(({ name }) => name.startsWith(NamePrefix)).sort((a, b) => (a.name < b.name ? -1 : 1));
    const asked = { maxResults: MaxResults, nextToken: NextToken };
    const { items, nextToken } = page(found, asked, { standard: 100, most: 100 });
    return { ScheduleGroups: items.map(groups_shown), NextToken: nextToken };
}
const groups_shown = ({ name, arn: Arn, createdAt }) => ({
    Name: name,
    Arn,
    State: 'ACTIVE',
    CreationDate: seconds(createdAt),
    LastModificationDate: seconds(createdAt),
});

;// CONCATENATED MODULE: ./lib/emulator/services/scheduler/operations/list-schedules.js



function listSchedules({ world }, { GroupName, NamePrefix = '', State, MaxResults, NextToken }) {
    if (GroupName !== undefined)
        find_findGroup(world, GroupName);
    const found = Object.values(world.schedules)
        .filter(({ group, name }) => (GroupName ?? group) === group && name.startsWith(NamePrefix))
        .filter(({ given }) => State === undefined || (given.State ?? 'ENABLED') === State)
        .sort((a, b) => (a.arn < b.arn ? -1 : 1));
    const asked = { maxResults: MaxResults, nextToken: NextToken };
    const { items, nextToken } = page(found, asked, { standard: 100, most: 100 });
    return {
        Schedules: items.map(({ arn, name, group, given, createdAt, changedAt }) => ({
            Arn: arn,
            Name: name,
            GroupName: group,
            State: given.State ?? 'ENABLED',
            CreationDate: seconds(createdAt),
            LastModificationDate: seconds(changedAt),
            Target: { Arn: given.Target.Arn },
        })),
        NextToken: nextToken,
    };
}

;// CONCATENATED MODULE: ./lib/emulator/services/scheduler/operations/tags.js

const scheduler_operations_tags_listTagsForResource = ({ world }, { ResourceArn }) => ({
    Tags: scheduler_operations_tags_find(world, ResourceArn).tags,
});
function scheduler_operations_tags_tagResource({ world }, { ResourceArn, Tags }) {
    const group = scheduler_operations_tags_find(world, ResourceArn);
    group.tags = [...group.tags.filter(({ Key }) => !Tags.some(tag => tag.Key === Key)), ...Tags];
    return {};
}
function scheduler_operations_tags_untagResource({ world }, { ResourceArn, TagKeys }) {
    const group = scheduler_operations_tags_find(world, ResourceArn);
    group.tags = group.tags.filter(({ Key }) => !TagKeys.includes(Key));
    return {};
}
function scheduler_operations_tags_find(world, given) {
    const found = Object.values(world.scheduleGroups).find(({ arn }) => arn === given);
    if (found === undefined)
        throw missing(`The schedule group ${given} does not exist.`);
    return found;
}

;// CONCATENATED MODULE: ./lib/emulator/services/scheduler/operations/update-schedule.js



/** What is left out goes back to what it is without being asked for, as on AWS. */
function updateSchedule({ world, now }, given) {
    const schedule = findSchedule(world, given);
    checkSchedule(world, given);
    schedule.given = given;
    schedule.changedAt = now;
    schedule.due = due_dueAfter(schedule, now);
    return { ScheduleArn: schedule.arn };
}

;// CONCATENATED MODULE: ./lib/emulator/services/scheduler/routes.js
/** Where each operation is, as the model of EventBridge Scheduler has it. */
/** Of the path the last part is the member that is named. */
const ROUTES = [
    [/^POST \/schedules\/([^/]+)$/, 'CreateSchedule', 'Name'],
    [/^GET \/schedules\/([^/]+)$/, 'GetSchedule', 'Name'],
    [/^PUT \/schedules\/([^/]+)$/, 'UpdateSchedule', 'Name'],
    [/^DELETE \/schedules\/([^/]+)$/, 'DeleteSchedule', 'Name'],
    [/^GET \/schedules\/?$/, 'ListSchedules'],
    [/^POST \/schedule-groups\/([^/]+)$/, 'CreateScheduleGroup', 'Name'],
    [/^GET \/schedule-groups\/([^/]+)$/, 'GetScheduleGroup', 'Name'],
    [/^DELETE \/schedule-groups\/([^/]+)$/, 'DeleteScheduleGroup', 'Name'],
    [/^GET \/schedule-groups\/?$/, 'ListScheduleGroups'],
    [/^POST \/tags\/(.+)$/, 'TagResource', 'ResourceArn'],
    [/^GET \/tags\/(.+)$/, 'ListTagsForResource', 'ResourceArn'],
    [/^DELETE \/tags\/(.+)$/, 'UntagResource', 'ResourceArn'],
];
/** Where the query names a member otherwise. */
const MEMBERS = {
    groupName: 'GroupName',
    clientToken: 'ClientToken',
    ScheduleGroup: 'GroupName',
};
function route(method, url) {
    const [path = '', search = ''] = url.split('?');
    for (const [pattern, operation, member] of ROUTES) {
        const found = pattern.exec(`${method} ${path}`);
        if (found === null)
            continue;
        return { operation, input: { ...queried(search), ...(member && { [member]: decoded(found[1] ?? '') }) } };
    }
    return undefined;
}
function queried(search) {
    const query = new URLSearchParams(search);
    const input = {};
    for (const [name, value] of query)
        input[MEMBERS[name] ?? name] =
            name === 'MaxResults' ? Number(value) : name === 'TagKeys' ? query.getAll(name) : value;
    return input;
}
function decoded(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text;
    }
}

;// CONCATENATED MODULE: ./lib/emulator/services/scheduler/service.js










const scheduler_service_OPERATIONS = {
    CreateSchedule: createSchedule,
    CreateScheduleGroup: createScheduleGroup,
    DeleteSchedule: deleteSchedule,
    DeleteScheduleGroup: deleteScheduleGroup,
    GetSchedule: getSchedule,
    GetScheduleGroup: getScheduleGroup,
    ListScheduleGroups: listScheduleGroups,
    ListSchedules: listSchedules,
    ListTagsForResource: scheduler_operations_tags_listTagsForResource,
    TagResource: scheduler_operations_tags_tagResource,
    UntagResource: scheduler_operations_tags_untagResource,
    UpdateSchedule: updateSchedule,
};
const scheduler = {
    name: 'scheduler',
    protocol: { kind: 'rest', route: route },
    operations: scheduler_service_OPERATIONS,
    needs: schedulerNeeds,
    isOurs: () => true,
    pages: { size: 'MaxResults', token: 'NextToken' },
    refuse: validation('ValidationException'),
};

;// CONCATENATED MODULE: ./lib/emulator/services/secretsmanager/needs.js


const secretsmanagerNeeds = (world, operation, input) => on('secretsmanager', operation, [secretResource(world, operation, input)]);
function secretResource(world, operation, input) {
    const id = String(input.SecretId ?? '');
    if (id.startsWith('arn:'))
        return id;
    if (operation === 'CreateSecret')
        return arn(world, 'secretsmanager', `secret:${input.Name}`);
    return world.secrets[id]?.arn ?? arn(world, 'secretsmanager', `secret:${id}`);
}

;// CONCATENATED MODULE: ./lib/emulator/services/secretsmanager/operations/create-secret.js


function createSecret({ world, now }, input) {
    const name = required(input.Name, 'Name');
    if (world.secrets[name] !== undefined)
        throw new Refusal('ResourceExistsException', `The operation failed because the secret ${name} already exists.`);
    const suffix = word(world, 6).replace(/[_-]/g, 'x');
    const secret = {
        arn: arn(world, 'secretsmanager', `secret:${name}-${suffix}`),
        name,
        createdAt: now,
        value: input.SecretString ?? '',
        versionId: uuid(world),
    };
    world.secrets[name] = secret;
    return { ARN: secret.arn, Name: name, VersionId: secret.versionId };
}

;// CONCATENATED MODULE: ./lib/emulator/services/secretsmanager/find-secret.js

function findSecret(world, given) {
    const id = required(given, 'SecretId');
    const found = world.secrets[id] ?? Object.values(world.secrets).find(({ arn }) => arn === id);
    if (found === undefined)
        throw new Refusal('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    return found;
}

;// CONCATENATED MODULE: ./lib/emulator/services/secretsmanager/operations/describe-secret.js


function describeSecret({ world }, { SecretId }) {
    const { arn, name, versionId, createdAt } = findSecret(world, SecretId);
    return {
        ARN: arn,
        Name: name,
        CreatedDate: seconds(createdAt),
        LastChangedDate: seconds(createdAt),
        VersionIdsToStages: { [versionId]: ['AWSCURRENT'] },
    };
}

;// CONCATENATED MODULE: ./lib/emulator/services/secretsmanager/operations/get-secret-value.js


function getSecretValue({ world }, { SecretId }) {
    const { arn, name, value, versionId, createdAt } = findSecret(world, SecretId);
    return {
        ARN: arn,
        Name: name,
        SecretString: value,
        VersionId: versionId,
        VersionStages: ['AWSCURRENT'],
        CreatedDate: seconds(createdAt),
    };
}

;// CONCATENATED MODULE: ./lib/emulator/services/secretsmanager/operations/put-secret-value.js


function putSecretValue({ world }, input) {
    const secret = findSecret(world, input.SecretId);
    secret.value = input.SecretString ?? '';
    secret.versionId = uuid(world);
    return { ARN: secret.arn, Name: secret.name, VersionId: secret.versionId, VersionStages: ['AWSCURRENT'] };
}

;// CONCATENATED MODULE: ./lib/emulator/services/secretsmanager/service.js






const HIDDEN = ['SecretString', 'SecretBinary'];
const secretsmanager_service_OPERATIONS = {
    CreateSecret: createSecret,
    DescribeSecret: describeSecret,
    GetSecretValue: getSecretValue,
    PutSecretValue: putSecretValue,
};
const secretsmanager = {
    name: 'secretsmanager',
    protocol: { kind: 'json', target: 'secretsmanager' },
    operations: secretsmanager_service_OPERATIONS,
    needs: secretsmanagerNeeds,
    isOurs: () => false,
    hidden: HIDDEN,
    refuse: validation('ValidationException', HIDDEN),
};

;// CONCATENATED MODULE: ./lib/emulator/services/ssm/needs.js



const ssmNeeds = (world, operation, input) => on('ssm', operation, ssmResources(world, operation, input));
function ssmResources(world, operation, input) {
    if (operation === 'DescribeParameters')
        return ['*'];
    const names = input.Names ?? [input.Name ?? input.Path ?? input.ResourceId ?? ''];
    return list(names).map(name => (name.startsWith('arn:') ? name : parameterArn(world, name)));
}

;// CONCATENATED MODULE: ./lib/emulator/services/ssm/operations/delete-parameter.js


function deleteParameter({ world }, { Name }) {
    delete world.parameters[findParameter(world, required(Name, 'Name')).name];
    return {};
}

;// CONCATENATED MODULE: ./lib/emulator/services/ssm/operations/delete-parameters.js

function deleteParameters({ world }, { Names = [] }) {
    const found = Names.map(name => ({ name, parameter: parameterOf(world, name) }));
    for (const { parameter } of found)
        if (parameter !== undefined)
            delete world.parameters[parameter.name];
    const named = (isKnown) => found.filter(({ parameter }) => (parameter !== undefined) === isKnown).map(({ name }) => name);
    return { DeletedParameters: named(true), InvalidParameters: named(false) };
}

;// CONCATENATED MODULE: ./lib/emulator/services/ssm/operations/describe-parameters.js




function describeParameters({ world }, input) {
    const filters = [...(input.Filters ?? []), ...(input.ParameterFilters ?? [])];
    const found = Object.values(world.parameters)
        .filter(parameter => filters.every(filter => describe_parameters_fits(filter, parameter)))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    const { items, nextToken } = page(found, { maxResults: input.MaxResults, nextToken: input.NextToken }, { standard: 50, most: 50 });
    return {
        Parameters: items.map(parameter => ({
            Name: parameter.name,
            ARN: parameterArn(world, parameter.name),
            Type: parameter.type,
            KeyId: parameter.keyId,
            LastModifiedDate: seconds(parameter.at),
            LastModifiedUser: parameter.by,
            Description: parameter.description,
            AllowedPattern: parameter.allowedPattern,
            Version: parameter.version,
            Tier: parameter.tier,
            Policies: [],
            DataType: parameter.dataType,
        })),
        NextToken: nextToken,
    };
}
function describe_parameters_fits({ Key = '', Option = 'Equals', Values = [] }, parameter) {
    const holds = (text) => Values.some(value => Option === 'BeginsWith' ? text.startsWith(value) : Option === 'Contains' ? text.includes(value) : text === value);
    if (Key === 'Name')
        return holds(parameter.name);
    if (Key === 'Type')
        return holds(parameter.type);
    if (Key === 'KeyId')
        return holds(parameter.keyId ?? '');
    if (Key === 'Tier')
        return holds(parameter.tier);
    if (Key === 'DataType')
        return holds(parameter.dataType);
    if (Key === 'Path')
        return Values.some(path => isUnder(path, parameter.name, Option === 'Recursive'));
    if (Key.startsWith('tag:')) {
        const tag = parameter.tags.find(one => one.Key === Key.slice(4));
        return tag !== undefined && (Values.length === 0 || holds(tag.Value));
    }
    throw new Refusal('InvalidFilterKey', `The local ECS does not know the filter key ${Key}.`);
}
function isUnder(path, name, recursive) {
    const start = `${path.replace(/\/$/, '')}/`;
    return name.startsWith(start) && (recursive || !name.slice(start.length).includes('/'));
}

;// CONCATENATED MODULE: ./lib/emulator/services/ssm/operations/get-parameter.js



async function getParameter(room, input) {
    const { world } = room;
    const name = required(input.Name, 'Name');
    const isBehind = isPublic(name) && parameterOf(world, name) === undefined;
    const behind = isBehind ? await askPublic(room, 'GetParameter', input) : undefined;
    return behind ?? { Parameter: showParameter(world, findParameter(world, name), input.WithDecryption) };
}

;// CONCATENATED MODULE: ./lib/emulator/services/ssm/operations/get-parameters.js


async function getParameters(room, { Names = [], WithDecryption }) {
    const { world } = room;
    const found = Names.map(name => ({ name, parameter: parameterOf(world, name) }));
    const missing = found.flatMap(({ name, parameter }) => (parameter === undefined ? [name] : []));
    const asked = missing.filter(isPublic);
    const behind = asked.length > 0 ? await askPublic(room, 'GetParameters', { Names: asked }) : undefined;
    const own = found.flatMap(({ parameter }) => (parameter ? [showParameter(world, parameter, WithDecryption)] : []));
    if (behind === undefined)
        return { Parameters: own, InvalidParameters: missing };
    const { Parameters = [], InvalidParameters = [] } = behind;
    return {
        Parameters: [...own, ...Parameters],
        InvalidParameters: missing.filter(name => !isPublic(name) || InvalidParameters.includes(name)),
    };
}

;// CONCATENATED MODULE: ./lib/emulator/services/ssm/operations/get-parameters-by-path.js




async function getParametersByPath(room, input) {
    const { world } = room;
    const path = `${required(input.Path, 'Path').replace(/\/$/, '')}/`;
    const behind = isPublic(path) ? await askPublic(room, 'GetParametersByPath', input) : undefined;
    if (behind !== undefined)
        return behind;
    const found = Object.values(world.parameters)
        .filter(({ name }) => name.startsWith(path) && (input.Recursive || !name.slice(path.length).includes('/')))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    const { items, nextToken } = page(found, { maxResults: input.MaxResults, nextToken: input.NextToken }, { standard: 10, most: 10 });
    return {
        Parameters: items.map(parameter => showParameter(world, parameter, input.WithDecryption)),
        NextToken: nextToken,
    };
}

;// CONCATENATED MODULE: ./lib/emulator/services/ssm/operations/put-parameter.js



function putParameter(room, input) {
    const { world, now } = room;
    const asked = required(input.Name, 'Name');
    const value = required(input.Value, 'Value');
    const known = parameterOf(world, asked);
    const name = known?.name ?? asked;
    if (known !== undefined && !input.Overwrite)
        throw new Refusal('ParameterAlreadyExists', 'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.');
    if (known !== undefined && input.Tags?.length)
        throw new Refusal('ValidationException', "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag.");
    const allowedPattern = input.AllowedPattern ?? known?.allowedPattern;
    if (allowedPattern && !new RegExp(allowedPattern).test(value))
        throw new Refusal('ParameterPatternMismatchException', `Parameter value, cannot be validated against allowedPattern: ${allowedPattern}`);
    const type = input.Type ?? known?.type ?? 'String';
    const version = (known?.version ?? 0) + 1;
    const tier = input.Tier === 'Advanced' ? 'Advanced' : (known?.tier ?? 'Standard');
    world.parameters[name] = {
        name,
        type,
        value,
        version,
        tier,
        at: now,
        description: input.Description ?? known?.description,
        allowedPattern,
        keyId: type === 'SecureString' ? (input.KeyId ?? known?.keyId ?? 'alias/aws/ssm') : undefined,
        dataType: input.DataType ?? known?.dataType ?? 'text',
        by: userArn(room),
        tags: known?.tags ?? input.Tags ?? [],
    };
    return { Version: version, Tier: tier };
}

;// CONCATENATED MODULE: ./lib/emulator/services/ssm/operations/tags.js
/** Tags of parameters; other resources of SSM are not known here. */


const ssm_operations_tags_listTagsForResource = ({ world }, input) => ({ TagList: ssm_operations_tags_find(world, input).tags });
function addTagsToResource({ world }, input) {
    const parameter = ssm_operations_tags_find(world, input);
    const { Tags = [] } = input;
    parameter.tags = [...parameter.tags.filter(({ Key }) => !Tags.some(tag => tag.Key === Key)), ...Tags];
    return {};
}
function removeTagsFromResource({ world }, input) {
    const parameter = ssm_operations_tags_find(world, input);
    parameter.tags = parameter.tags.filter(({ Key }) => !input.TagKeys?.includes(Key));
    return {};
}
function ssm_operations_tags_find(world, { ResourceType, ResourceId }) {
    if (ResourceType !== 'Parameter')
        throw new Refusal('InvalidResourceType', `The local ECS only has parameters, not ${ResourceType}.`);
    const found = parameterOf(world, required(ResourceId, 'ResourceId'));
    if (found === undefined)
        throw new Refusal('InvalidResourceId', 'The resource ID is not valid.');
    return found;
}

;// CONCATENATED MODULE: ./lib/emulator/services/ssm/service.js










const service_HIDDEN = ['Value'];
const ssm_service_OPERATIONS = {
    AddTagsToResource: addTagsToResource,
    DeleteParameter: deleteParameter,
    DeleteParameters: deleteParameters,
    DescribeParameters: describeParameters,
    GetParameter: getParameter,
    GetParameters: getParameters,
    GetParametersByPath: getParametersByPath,
    ListTagsForResource: ssm_operations_tags_listTagsForResource,
    PutParameter: putParameter,
    RemoveTagsFromResource: removeTagsFromResource,
};
const ssm = {
    name: 'ssm',
    protocol: { kind: 'json', target: 'AmazonSSM' },
    operations: ssm_service_OPERATIONS,
    needs: ssmNeeds,
    isOurs: operation => operation.includes('Parameter') || Object.hasOwn(ssm_service_OPERATIONS, operation),
    pages: { size: 'MaxResults', token: 'NextToken' },
    hidden: service_HIDDEN,
    refuse: validation('ValidationException', service_HIDDEN),
};

;// CONCATENATED MODULE: ./lib/emulator/services/sts/needs.js

/** Nobody can be kept from asking who they are. */
const stsNeeds = (_world, operation) => operation === 'GetCallerIdentity' ? [] : on('sts', operation, ['*']);

;// CONCATENATED MODULE: ./lib/emulator/services/sts/operations/get-caller-identity.js

const getCallerIdentity = (room) => ({
    Arn: userArn(room),
    UserId: `AROAEXAMPLE:${room.session?.taskId ?? 'evenkeel'}`,
    Account: room.world.account,
});

;// CONCATENATED MODULE: ./lib/emulator/services/sts/service.js



const sts_service_OPERATIONS = {
    GetCallerIdentity: getCallerIdentity,
};
const sts = {
    name: 'sts',
    protocol: { kind: 'query', version: '2011-06-15', namespace: 'https://sts.amazonaws.com/doc/2011-06-15/' },
    operations: sts_service_OPERATIONS,
    needs: stsNeeds,
    isOurs: operation => Object.hasOwn(sts_service_OPERATIONS, operation),
    refuse: validation('ValidationError'),
};

;// CONCATENATED MODULE: ./lib/emulator/services/index.js











const SERVICES = [
    ecs,
    ecr,
    logs,
    applicationAutoscaling,
    ssm,
    cloudwatch,
    events,
    scheduler,
    secretsmanager,
    sts,
    elbv2,
];
const serviceNamed = (name) => SERVICES.find(each => each.name === name);
/** By the first part of X-Amz-Target. */
const serviceAt = (target) => SERVICES.find(({ protocol }) => protocol.kind === 'json' && protocol.target === target);
/** By the Version field of a form. */
const serviceOfVersion = (version) => SERVICES.find((each) => speaksQuery(each, version));
/** By the name in a request's signature. */
const restService = (name) => SERVICES.find((each) => each.name === name && each.protocol.kind === 'rest');
const speaksQuery = ({ protocol }, version) => protocol.kind === 'query' && protocol.version === version;
const operationOf = ({ operations }, name) => Object.hasOwn(operations, name) ? operations[name] : undefined;

;// CONCATENATED MODULE: ./lib/emulator/addressee.js

/** Where the name in the signature is not IAM's. */
const PREFIXES = { monitoring: 'cloudwatch', email: 'ses', tagging: 'tag' };
function addresseeOf({ headers, url, body }) {
    const target = headers['x-amz-target'];
    const [prefix = '', named] = typeof target === 'string' ? target.split('.').slice(-2) : [];
    const form = body === undefined ? undefined : new URLSearchParams(body);
    const signed = signedFor(headers.authorization ?? '', url);
    // The signature tells of services that are not served here; the form's version, of the few requests that have none.
    const service = serviceAt(prefix)?.name ?? signed ?? serviceOfVersion(form?.get('Version') ?? '')?.name ?? byHost(headers.host);
    const operation = named ?? form?.get('Action') ?? /^\/service\/[^/]+\/operation\/(\w+)/.exec(url)?.[1];
    return { service: PREFIXES[service] ?? service, operation: operation ?? undefined };
}
const isForm = (headers) => headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
/** `…Credential=KEY/DATE/REGION/SERVICE/aws4_request`, in the header or, of a signed URL, in the query. */
function credentialOf(authorization, url) {
    const header = /^AWS4-HMAC-SHA256 Credential=([^,\s]+)/.exec(authorization)?.[1];
    const query = new URLSearchParams(url.slice(url.indexOf('?') + 1)).get('X-Amz-Credential');
    return (header ?? query ?? undefined)?.split('/');
}
const signedFor = (authorization, url) => credentialOf(authorization, url)?.[3];
/** `ecs.eu-west-1.amazonaws.com`, `api.ecr.eu-west-1.amazonaws.com`. */
function byHost(host = '') {
    const found = /^(?:.*?\.)?([a-z0-9-]+)(?:\.[a-z]{2}(?:-[a-z]+)+-\d)?\.amazonaws\.com$/.exec(host.split(':')[0] ?? '');
    return found?.[1] ?? '';
}

;// CONCATENATED MODULE: ./lib/emulator/behind/ours.js

const isOurs = ({ service, operation = '' }) => serviceNamed(service)?.isOurs(operation) ?? false;

;// CONCATENATED MODULE: ./lib/emulator/credentials.js


function callerOf(request, handedOut) {
    const key = credentials_keyOf(request, handedOut);
    if (key === undefined)
        throw unsigned();
    return key;
}
const unsigned = () => new Refusal('MissingAuthenticationTokenException', 'Missing Authentication Token', 403);
/** The access key, if the request is signed. */
function credentials_keyOf(request, handedOut) {
    const { headers, url = '/' } = request;
    const key = credentialOf(headers.authorization ?? '', url)?.[0];
    if (key !== undefined && !handedOut?.has(key) && /^(AKIA|ASIA)/.test(key) && !/EXAMPLE|TEST/.test(key))
        throw new Refusal('UnrecognizedClientException', 'This is a local ECS and the access key looks real. Use dummy credentials, such as AWS_ACCESS_KEY_ID=test.', 403);
    return key;
}
const notForBrowsers = () => new Refusal('AccessDeniedException', 'The local ECS does not answer web pages or foreign host names (--allow-host NAME lets one in).', 403);
/** A web page in a browser on this machine must not be able to steer the emulator. */
function refuseBrowsers({ headers, socket }, names) {
    const isBrowser = headers.origin !== undefined || headers['sec-fetch-site'] !== undefined;
    if (isBrowser || !names.has(headers.host, socket.localAddress))
        throw notForBrowsers();
}

;// CONCATENATED MODULE: ./lib/emulator/behind/xml.js
function parseXml(text) {
    const stack = [{ name: '', children: [], text: '' }];
    for (const [, closing, name = '', empty, words = ''] of text.matchAll(/<(?![?!])(\/?)([\w:.-]+)[^>]*?(\/?)>|<[?!][^>]*>|([^<]+)/g)) {
        const top = stack.at(-1);
        if (top === undefined)
            break;
        if (name === '')
            top.text += unescaped(words);
        else if (empty)
            top.children.push([name, '']);
        else if (!closing)
            stack.push({ name, children: [], text: '' });
        else {
            stack.pop();
            stack.at(-1)?.children.push([top.name, folded(top.children, top.text)]);
        }
    }
    return folded(stack[0]?.children ?? [], '');
}
function folded(children, text) {
    if (children.length === 0)
        return text.trim();
    if (children.every(([name]) => name === 'member'))
        return children.map(([, value]) => value);
    return Object.fromEntries(children);
}
const NAMED = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const unescaped = (text) => text.replace(/&(#x?)?([\da-z]+);/gi, (whole, code, word) => code ? String.fromCodePoint(Number.parseInt(word, code === '#x' ? 16 : 10)) : (NAMED[word] ?? whole));
const xml_at = (value, name) => typeof value === 'object' && !Array.isArray(value) ? value[name] : undefined;
const xml_text = (value, name) => {
    const found = xml_at(value, name);
    return typeof found === 'string' ? found : '';
};
const members = (value, name) => {
    const found = xml_at(value, name);
    return Array.isArray(found) ? found : [];
};
const texts = (value, name) => members(value, name).map(String);
const number = (value, name, otherwise) => {
    const found = xml_text(value, name);
    return found === '' ? otherwise : Number(found);
};

;// CONCATENATED MODULE: ./lib/emulator/behind/ask.js
/** The emulator's own questions to what stands behind it. */


const PATIENCE = 30_000;
async function askQuery({ url, region }, service, form) {
    const headers = {
        authorization: signature(region, service),
        'content-type': 'application/x-www-form-urlencoded',
    };
    const { isOk, status, text } = await reach(url, headers, new URLSearchParams(form).toString());
    if (!isOk)
        throw unavailable(`${service}:${form.Action} was answered ${status} behind: ${text}`);
    return parseXml(text);
}
/** The answer, or the error's code and message. */
async function askJson({ url, region }, service, target, input) {
    const headers = {
        authorization: signature(region, service),
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': target,
    };
    const { isOk, status, text } = await reach(url, headers, JSON.stringify(input));
    const body = fieldsIn(text);
    if (body === undefined)
        throw unavailable(`${target} was answered ${status} behind, and no JSON: ${text}`);
    if (isOk)
        return { value: body };
    return {
        code: (body.__type ?? 'ServiceException').replace(/^.*#/, ''),
        message: body.message ?? body.Message ?? '',
    };
}
async function reach(url, headers, body) {
    try {
        const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(PATIENCE) });
        return { isOk: response.ok, status: response.status, text: await response.text() };
    }
    catch (error) {
        throw nothingAnswers(error);
    }
}
function fieldsIn(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
const unavailable = (message) => new Refusal('ServiceUnavailable', message, 503);
/** Of a refused connection only the cause says something. */
function nothingAnswers(error) {
    const { message, cause } = error;
    return unavailable(`Behind the local ECS nothing answers: ${cause?.message || message}`);
}
/** Names the service and the region; nobody checks it. */
const signature = (region, service) => `AWS4-HMAC-SHA256 Credential=local/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=00`;

;// CONCATENATED MODULE: ./lib/emulator/fault.js
/** A fault on the wire, as a test asks for it through the control door. */
/** Of these one at a time hits a call. */
const BREAKS = [
    'throttle',
    '500',
    '503-html',
    '408',
    'garbled',
    'garbled-4xx',
    'unknown-error',
    'half-body',
    'headers-then-silence',
    'reset',
    'reset-after-apply',
    'hang',
    'hang-after-apply',
    'slow',
    'access-denied',
    'expired-token',
    'empty-200',
    'truncated',
    'duplicate',
    'error',
    'merge',
    'answer',
];
/** How a read sees the world: of each kind one, beside whatever else hits the call. */
const VIEWS = ['stale', 'late', 'late-current', 'page-size', 'empty-page'];
const FAULTS = [...BREAKS, ...VIEWS];

;// CONCATENATED MODULE: ./lib/emulator/past.js
function createPast() {
    let kept = [];
    let told = -1;
    return {
        observe(world, now, written, oldest) {
            if (!written && told === world.journal.length)
                return;
            told = world.journal.length;
            kept.push({ at: now, world: asItIs(world) });
            if (oldest === undefined)
                return;
            const first = kept.findLastIndex(({ at }) => at <= oldest);
            if (first > 0)
                kept = kept.slice(first);
        },
        at: instant => (kept.findLast(({ at }) => at <= instant) ?? kept[0])?.world,
        clear() {
            kept = [];
            told = -1;
        },
    };
}
const asItIs = (world) => structuredClone({ ...world, journal: [] });

;// CONCATENATED MODULE: ./lib/emulator/short-pages.js
/** Lists in smaller pages than they would have, and pages with nothing on them. */


/** GetLogEvents is not among them: its tokens lead both ways. */
const PAGED = /^(List(?!Tags).*|FilterLogEvents|GetParametersByPath|Describe(CapacityProviders|Images|Repositories|Log(Groups|Streams)|MetricFilters|Parameters|Scal(ableTargets|ingPolicies)|ScheduledActions))$/;
const isPaged = (operation) => PAGED.test(operation);
function withSize(service, input, size) {
    const name = serviceNamed(service)?.pages?.size;
    if (name === undefined)
        return input;
    const given = input[name];
    return { ...input, [name]: typeof given === 'number' ? Math.min(given, size) : size };
}
/** Not the end: the token leads to the page that this one should have been. */
function emptied(service, input, value) {
    const name = serviceNamed(service)?.pages?.token;
    if (name === undefined)
        return value;
    const fields = Object.entries(value).map(([key, each]) => [key, Array.isArray(each) ? [] : each]);
    return { ...Object.fromEntries(fields), [name]: input[name] ?? FIRST };
}

;// CONCATENATED MODULE: ./lib/emulator/faults.js
/** Which faults are armed, and which of them hit a call. */



function createFaults() {
    let armed = [];
    let beforeWrite;
    const past = createPast();
    const isSpent = ({ fault, hits }) => fault.times !== null && hits >= (fault.times ?? 1);
    const waiting = () => armed.filter(one => !isSpent(one)).map(({ fault }) => fault);
    const pastFor = ({ fault, trail }, now) => {
        if (fault.behindSeconds !== undefined)
            return past.at(now - fault.behindSeconds * 1000);
        return fault.behindCalls === undefined ? beforeWrite : trail[0];
    };
    return {
        arm(faults, world, now) {
            const trail = (fault) => (fault.behindCalls === undefined ? [] : [asItIs(world)]);
            armed.push(...faults.map(fault => ({ fault, seen: 0, hits: 0, trail: trail(fault) })));
            if (faults.some(({ behindSeconds }) => behindSeconds !== undefined))
                past.observe(world, now, true);
        },
        clear() {
            armed = [];
            beforeWrite = undefined;
            past.clear();
        },
        list: () => armed.map(({ fault, hits }) => ({ ...fault, hits })),
        strike(service, operation, world, now) {
            let broken;
            const views = [];
            let seenAs;
            for (const one of armed) {
                const { fault, trail } = one;
                if (!isMeant(fault.operation, service, operation))
                    continue;
                if (fault.behindCalls !== undefined && !isSpent(one)) {
                    trail.push(asItIs(world));
                    if (trail.length > fault.behindCalls + 1)
                        trail.shift();
                }
                if (one.seen++ < (fault.afterCalls ?? 0) || isSpent(one))
                    continue;
                if (isView(fault)) {
                    if (views.some(({ kind }) => kind === fault.kind))
                        continue;
                    if (!canShow(fault, operation))
                        continue;
                    const found = fault.kind === 'stale' ? pastFor(one, now) : undefined;
                    if (fault.kind === 'stale' && found === undefined)
                        continue;
                    seenAs ??= found;
                    views.push(fault);
                }
                else {
                    if (broken !== undefined)
                        continue;
                    broken = fault;
                }
                one.hits++;
            }
            return { views, ...(broken && { broken }), ...(seenAs && { past: seenAs }) };
        },
        remember(world) {
            if (waiting().some(fault => fault.kind === 'stale' && !isDeep(fault)))
                beforeWrite = asItIs(world);
        },
        observe(world, now, written = false) {
            const depths = waiting().flatMap(({ behindSeconds }) => behindSeconds ?? []);
            if (depths.length > 0)
                past.observe(world, now, written, now - Math.max(...depths) * 1000);
        },
    };
}
/** Those that spoil an answer spoil what was carried out; the others come first. */
const isAfter = ({ kind, when }) => when === undefined ? AFTER.includes(kind) : when === 'after' || kind.endsWith('-after-apply');
const AFTER = [
    'reset-after-apply',
    'hang-after-apply',
    'half-body',
    'headers-then-silence',
    'truncated',
    'empty-200',
];
const isDeep = ({ behindSeconds, behindCalls }) => behindSeconds !== undefined || behindCalls !== undefined;
const isView = ({ kind }) => VIEWS.some(view => view === kind);
function canShow({ kind }, operation) {
    if (kind === 'late-current')
        return /Services?$/.test(operation);
    return kind === 'page-size' || kind === 'empty-page' ? isPaged(operation) : isRead(operation);
}
const isMeant = (wanted, service, operation) => wanted === '*' || wanted === operation || wanted === `${service}:${operation}`;
/** The writes that stale reads have not seen yet. */
const movesServices = (operation) => /^(Create|Update|Delete|Stop)/.test(operation);
const isRead = (operation) => /^(Describe|List|Get|BatchGet|Filter)/.test(operation);

;// CONCATENATED MODULE: external "node:zlib"
const external_node_zlib_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");
;// CONCATENATED MODULE: ./lib/emulator/input-model.json
const input_model_namespaceObject = /*#__PURE__*/JSON.parse('{"application-autoscaling":{"inputs":{"DeleteScalingPolicy":"DeleteScalingPolicyRequest","DeleteScheduledAction":"DeleteScheduledActionRequest","DeregisterScalableTarget":"DeregisterScalableTargetRequest","DescribeScalableTargets":"DescribeScalableTargetsRequest","DescribeScalingActivities":"DescribeScalingActivitiesRequest","DescribeScalingPolicies":"DescribeScalingPoliciesRequest","DescribeScheduledActions":"DescribeScheduledActionsRequest","ListTagsForResource":"ListTagsForResourceRequest","PutScalingPolicy":"PutScalingPolicyRequest","PutScheduledAction":"PutScheduledActionRequest","RegisterScalableTarget":"RegisterScalableTargetRequest","TagResource":"TagResourceRequest","UntagResource":"UntagResourceRequest"},"shapes":{"AdjustmentType":{"kind":"string","enum":["ChangeInCapacity","PercentChangeInCapacity","ExactCapacity"]},"AmazonResourceName":{"kind":"string","min":1,"max":1011,"pattern":"^arn:.+:application-autoscaling:.+:[0-9]+:scalable-target\\\\/[a-zA-Z0-9-]+$"},"CustomizedMetricSpecification":{"kind":"structure","members":{"MetricName":"string","Namespace":"string","Dimensions":"MetricDimensions","Statistic":"MetricStatistic","Unit":"string","Metrics":"TargetTrackingMetricDataQueries"}},"DeleteScalingPolicyRequest":{"kind":"structure","members":{"PolicyName":"ResourceIdMaxLen1600","ServiceNamespace":"ServiceNamespace","ResourceId":"ResourceIdMaxLen1600","ScalableDimension":"ScalableDimension"},"required":["PolicyName","ServiceNamespace","ResourceId","ScalableDimension"]},"DeleteScheduledActionRequest":{"kind":"structure","members":{"ServiceNamespace":"ServiceNamespace","ScheduledActionName":"ResourceIdMaxLen1600","ResourceId":"ResourceIdMaxLen1600","ScalableDimension":"ScalableDimension"},"required":["ServiceNamespace","ScheduledActionName","ResourceId","ScalableDimension"]},"DeregisterScalableTargetRequest":{"kind":"structure","members":{"ServiceNamespace":"ServiceNamespace","ResourceId":"ResourceIdMaxLen1600","ScalableDimension":"ScalableDimension"},"required":["ServiceNamespace","ResourceId","ScalableDimension"]},"DescribeScalableTargetsRequest":{"kind":"structure","members":{"ServiceNamespace":"ServiceNamespace","ResourceIds":"ResourceIdsMaxLen1600","ScalableDimension":"ScalableDimension","MaxResults":"number","NextToken":"XmlString"},"required":["ServiceNamespace"]},"DescribeScalingActivitiesRequest":{"kind":"structure","members":{"ServiceNamespace":"ServiceNamespace","ResourceId":"ResourceIdMaxLen1600","ScalableDimension":"ScalableDimension","MaxResults":"number","NextToken":"XmlString","IncludeNotScaledActivities":"boolean"},"required":["ServiceNamespace"]},"DescribeScalingPoliciesRequest":{"kind":"structure","members":{"PolicyNames":"ResourceIdsMaxLen1600","ServiceNamespace":"ServiceNamespace","ResourceId":"ResourceIdMaxLen1600","ScalableDimension":"ScalableDimension","MaxResults":"number","NextToken":"XmlString"},"required":["ServiceNamespace"]},"DescribeScheduledActionsRequest":{"kind":"structure","members":{"ScheduledActionNames":"ResourceIdsMaxLen1600","ServiceNamespace":"ServiceNamespace","ResourceId":"ResourceIdMaxLen1600","ScalableDimension":"ScalableDimension","MaxResults":"number","NextToken":"XmlString"},"required":["ServiceNamespace"]},"Expression":{"kind":"string","min":1,"max":2048,"pattern":"[\\\\u0020-\\\\uD7FF\\\\uE000-\\\\uFFFD\\\\uD800\\\\uDC00-\\\\uDBFF\\\\uDFFF\\\\r\\\\n\\\\t]*"},"Id":{"kind":"string","min":1,"max":255,"pattern":"[\\\\u0020-\\\\uD7FF\\\\uE000-\\\\uFFFD\\\\uD800\\\\uDC00-\\\\uDBFF\\\\uDFFF\\\\r\\\\n\\\\t]*"},"ListTagsForResourceRequest":{"kind":"structure","members":{"ResourceARN":"AmazonResourceName"},"required":["ResourceARN"]},"MetricAggregationType":{"kind":"string","enum":["Average","Minimum","Maximum"]},"MetricDimension":{"kind":"structure","members":{"Name":"string","Value":"string"},"required":["Name","Value"]},"MetricDimensions":{"kind":"list","of":"MetricDimension"},"MetricStatistic":{"kind":"string","enum":["Average","Minimum","Maximum","SampleCount","Sum"]},"MetricType":{"kind":"string","enum":["DynamoDBReadCapacityUtilization","DynamoDBWriteCapacityUtilization","ALBRequestCountPerTarget","RDSReaderAverageCPUUtilization","RDSReaderAverageDatabaseConnections","EC2SpotFleetRequestAverageCPUUtilization","EC2SpotFleetRequestAverageNetworkIn","EC2SpotFleetRequestAverageNetworkOut","SageMakerVariantInvocationsPerInstance","ECSServiceAverageCPUUtilization","ECSServiceAverageMemoryUtilization","AppStreamAverageCapacityUtilization","ComprehendInferenceUtilization","LambdaProvisionedConcurrencyUtilization","CassandraReadCapacityUtilization","CassandraWriteCapacityUtilization","KafkaBrokerStorageUtilization","ElastiCacheEngineCPUUtilization","ElastiCacheDatabaseMemoryUsagePercentage","ElastiCachePrimaryEngineCPUUtilization","ElastiCacheReplicaEngineCPUUtilization","ElastiCacheDatabaseMemoryUsageCountedForEvictPercentage","NeptuneReaderAverageCPUUtilization","SageMakerVariantProvisionedConcurrencyUtilization","ElastiCacheDatabaseCapacityUsageCountedForEvictPercentage","SageMakerInferenceComponentInvocationsPerCopy","WorkSpacesAverageUserSessionsCapacityUtilization","SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution","SageMakerVariantConcurrentRequestsPerModelHighResolution","ECSServiceAverageCPUUtilizationHighResolution","ECSServiceAverageMemoryUtilizationHighResolution"]},"PolicyName":{"kind":"string","min":1,"max":256,"pattern":"\\\\p{Print}+"},"PolicyType":{"kind":"string","enum":["StepScaling","TargetTrackingScaling","PredictiveScaling"]},"PredefinedMetricSpecification":{"kind":"structure","members":{"PredefinedMetricType":"MetricType","ResourceLabel":"ResourceLabel"},"required":["PredefinedMetricType"]},"PredictiveScalingCustomizedMetricSpecification":{"kind":"structure","members":{"MetricDataQueries":"PredictiveScalingMetricDataQueries"},"required":["MetricDataQueries"]},"PredictiveScalingMaxCapacityBreachBehavior":{"kind":"string","enum":["HonorMaxCapacity","IncreaseMaxCapacity"]},"PredictiveScalingMaxCapacityBuffer":{"kind":"number","min":0,"max":100},"PredictiveScalingMetric":{"kind":"structure","members":{"Dimensions":"PredictiveScalingMetricDimensions","MetricName":"PredictiveScalingMetricName","Namespace":"PredictiveScalingMetricNamespace"}},"PredictiveScalingMetricDataQueries":{"kind":"list","of":"PredictiveScalingMetricDataQuery"},"PredictiveScalingMetricDataQuery":{"kind":"structure","members":{"Id":"Id","Expression":"Expression","MetricStat":"PredictiveScalingMetricStat","Label":"XmlString","ReturnData":"boolean"},"required":["Id"]},"PredictiveScalingMetricDimension":{"kind":"structure","members":{"Name":"PredictiveScalingMetricDimensionName","Value":"PredictiveScalingMetricDimensionValue"},"required":["Name","Value"]},"PredictiveScalingMetricDimensionName":{"kind":"string","min":1,"max":255,"pattern":"[\\\\u0020-\\\\uD7FF\\\\uE000-\\\\uFFFD\\\\uD800\\\\uDC00-\\\\uDBFF\\\\uDFFF\\\\r\\\\n\\\\t]*"},"PredictiveScalingMetricDimensionValue":{"kind":"string","min":1,"max":1024,"pattern":"[\\\\u0020-\\\\uD7FF\\\\uE000-\\\\uFFFD\\\\uD800\\\\uDC00-\\\\uDBFF\\\\uDFFF\\\\r\\\\n\\\\t]*"},"PredictiveScalingMetricDimensions":{"kind":"list","of":"PredictiveScalingMetricDimension"},"PredictiveScalingMetricName":{"kind":"string","min":1,"max":255,"pattern":"[\\\\u0020-\\\\uD7FF\\\\uE000-\\\\uFFFD\\\\uD800\\\\uDC00-\\\\uDBFF\\\\uDFFF\\\\r\\\\n\\\\t]*"},"PredictiveScalingMetricNamespace":{"kind":"string","min":1,"max":255,"pattern":"[\\\\u0020-\\\\uD7FF\\\\uE000-\\\\uFFFD\\\\uD800\\\\uDC00-\\\\uDBFF\\\\uDFFF\\\\r\\\\n\\\\t]*"},"PredictiveScalingMetricSpecification":{"kind":"structure","members":{"TargetValue":"number","PredefinedMetricPairSpecification":"PredictiveScalingPredefinedMetricPairSpecification","PredefinedScalingMetricSpecification":"PredictiveScalingPredefinedScalingMetricSpecification","PredefinedLoadMetricSpecification":"PredictiveScalingPredefinedLoadMetricSpecification","CustomizedScalingMetricSpecification":"PredictiveScalingCustomizedMetricSpecification","CustomizedLoadMetricSpecification":"PredictiveScalingCustomizedMetricSpecification","CustomizedCapacityMetricSpecification":"PredictiveScalingCustomizedMetricSpecification"},"required":["TargetValue"]},"PredictiveScalingMetricSpecifications":{"kind":"list","of":"PredictiveScalingMetricSpecification"},"PredictiveScalingMetricStat":{"kind":"structure","members":{"Metric":"PredictiveScalingMetric","Stat":"XmlString","Unit":"PredictiveScalingMetricUnit"},"required":["Metric","Stat"]},"PredictiveScalingMetricType":{"kind":"string","min":1,"max":128},"PredictiveScalingMetricUnit":{"kind":"string","min":1,"max":1023,"pattern":"[\\\\u0020-\\\\uD7FF\\\\uE000-\\\\uFFFD\\\\uD800\\\\uDC00-\\\\uDBFF\\\\uDFFF\\\\r\\\\n\\\\t]*"},"PredictiveScalingMode":{"kind":"string","enum":["ForecastOnly","ForecastAndScale"]},"PredictiveScalingPolicyConfiguration":{"kind":"structure","members":{"MetricSpecifications":"PredictiveScalingMetricSpecifications","Mode":"PredictiveScalingMode","SchedulingBufferTime":"PredictiveScalingSchedulingBufferTime","MaxCapacityBreachBehavior":"PredictiveScalingMaxCapacityBreachBehavior","MaxCapacityBuffer":"PredictiveScalingMaxCapacityBuffer"},"required":["MetricSpecifications"]},"PredictiveScalingPredefinedLoadMetricSpecification":{"kind":"structure","members":{"PredefinedMetricType":"PredictiveScalingMetricType","ResourceLabel":"ResourceLabel"},"required":["PredefinedMetricType"]},"PredictiveScalingPredefinedMetricPairSpecification":{"kind":"structure","members":{"PredefinedMetricType":"PredictiveScalingMetricType","ResourceLabel":"ResourceLabel"},"required":["PredefinedMetricType"]},"PredictiveScalingPredefinedScalingMetricSpecification":{"kind":"structure","members":{"PredefinedMetricType":"PredictiveScalingMetricType","ResourceLabel":"ResourceLabel"},"required":["PredefinedMetricType"]},"PredictiveScalingSchedulingBufferTime":{"kind":"number","min":0,"max":3600},"PutScalingPolicyRequest":{"kind":"structure","members":{"PolicyName":"PolicyName","ServiceNamespace":"ServiceNamespace","ResourceId":"ResourceIdMaxLen1600","ScalableDimension":"ScalableDimension","PolicyType":"PolicyType","StepScalingPolicyConfiguration":"StepScalingPolicyConfiguration","TargetTrackingScalingPolicyConfiguration":"TargetTrackingScalingPolicyConfiguration","PredictiveScalingPolicyConfiguration":"PredictiveScalingPolicyConfiguration"},"required":["PolicyName","ServiceNamespace","ResourceId","ScalableDimension"]},"PutScheduledActionRequest":{"kind":"structure","members":{"ServiceNamespace":"ServiceNamespace","Schedule":"ResourceIdMaxLen1600","Timezone":"ResourceIdMaxLen1600","ScheduledActionName":"ScheduledActionName","ResourceId":"ResourceIdMaxLen1600","ScalableDimension":"ScalableDimension","StartTime":"number","EndTime":"number","ScalableTargetAction":"ScalableTargetAction"},"required":["ServiceNamespace","ScheduledActionName","ResourceId","ScalableDimension"]},"RegisterScalableTargetRequest":{"kind":"structure","members":{"ServiceNamespace":"ServiceNamespace","ResourceId":"ResourceIdMaxLen1600","ScalableDimension":"ScalableDimension","MinCapacity":"number","MaxCapacity":"number","RoleARN":"ResourceIdMaxLen1600","SuspendedState":"SuspendedState","Tags":"TagMap"},"required":["ServiceNamespace","ResourceId","ScalableDimension"]},"ResourceIdMaxLen1600":{"kind":"string","min":1,"max":1600,"pattern":"[\\\\u0020-\\\\uD7FF\\\\uE000-\\\\uFFFD\\\\uD800\\\\uDC00-\\\\uDBFF\\\\uDFFF\\\\r\\\\n\\\\t]*"},"ResourceIdsMaxLen1600":{"kind":"list","max":50,"of":"ResourceIdMaxLen1600"},"ResourceLabel":{"kind":"string","min":1,"max":1023},"ScalableDimension":{"kind":"string","enum":["ecs:service:DesiredCount","ec2:spot-fleet-request:TargetCapacity","elasticmapreduce:instancegroup:InstanceCount","appstream:fleet:DesiredCapacity","dynamodb:table:ReadCapacityUnits","dynamodb:table:WriteCapacityUnits","dynamodb:index:ReadCapacityUnits","dynamodb:index:WriteCapacityUnits","rds:cluster:ReadReplicaCount","sagemaker:variant:DesiredInstanceCount","custom-resource:ResourceType:Property","comprehend:document-classifier-endpoint:DesiredInferenceUnits","comprehend:entity-recognizer-endpoint:DesiredInferenceUnits","lambda:function:ProvisionedConcurrency","cassandra:table:ReadCapacityUnits","cassandra:table:WriteCapacityUnits","kafka:broker-storage:VolumeSize","elasticache:cache-cluster:Nodes","elasticache:replication-group:NodeGroups","elasticache:replication-group:Replicas","neptune:cluster:ReadReplicaCount","sagemaker:variant:DesiredProvisionedConcurrency","sagemaker:inference-component:DesiredCopyCount","workspaces:workspacespool:DesiredUserSessions"]},"ScalableTargetAction":{"kind":"structure","members":{"MinCapacity":"number","MaxCapacity":"number"}},"ScheduledActionName":{"kind":"string","min":1,"max":256,"pattern":"(?!((^[ ]+.*)|(.*([\\\\u0000-\\\\u001f]|[\\\\u007f-\\\\u009f]|[:/|])+.*)|(.*[ ]+$))).+"},"ServiceNamespace":{"kind":"string","enum":["ecs","elasticmapreduce","ec2","appstream","dynamodb","rds","sagemaker","custom-resource","comprehend","lambda","cassandra","kafka","elasticache","neptune","workspaces"]},"StepAdjustment":{"kind":"structure","members":{"MetricIntervalLowerBound":"number","MetricIntervalUpperBound":"number","ScalingAdjustment":"number"},"required":["ScalingAdjustment"]},"StepAdjustments":{"kind":"list","of":"StepAdjustment"},"StepScalingPolicyConfiguration":{"kind":"structure","members":{"AdjustmentType":"AdjustmentType","StepAdjustments":"StepAdjustments","MinAdjustmentMagnitude":"number","Cooldown":"number","MetricAggregationType":"MetricAggregationType"}},"SuspendedState":{"kind":"structure","members":{"DynamicScalingInSuspended":"boolean","DynamicScalingOutSuspended":"boolean","ScheduledScalingSuspended":"boolean"}},"TagKey":{"kind":"string","min":1,"max":128},"TagKeyList":{"kind":"list","min":0,"max":200,"of":"TagKey"},"TagMap":{"kind":"map","key":"TagKey","of":"TagValue"},"TagResourceRequest":{"kind":"structure","members":{"ResourceARN":"AmazonResourceName","Tags":"TagMap"},"required":["ResourceARN","Tags"]},"TagValue":{"kind":"string","min":0,"max":256},"TargetTrackingMetric":{"kind":"structure","members":{"Dimensions":"TargetTrackingMetricDimensions","MetricName":"TargetTrackingMetricName","Namespace":"TargetTrackingMetricNamespace"}},"TargetTrackingMetricDataQueries":{"kind":"list","of":"TargetTrackingMetricDataQuery"},"TargetTrackingMetricDataQuery":{"kind":"structure","members":{"Expression":"Expression","Id":"Id","Label":"XmlString","MetricStat":"TargetTrackingMetricStat","ReturnData":"boolean"},"required":["Id"]},"TargetTrackingMetricDimension":{"kind":"structure","members":{"Name":"TargetTrackingMetricDimensionName","Value":"TargetTrackingMetricDimensionValue"},"required":["Name","Value"]},"TargetTrackingMetricDimensionName":{"kind":"string","min":1,"max":255,"pattern":"[\\\\u0020-\\\\uD7FF\\\\uE000-\\\\uFFFD\\\\uD800\\\\uDC00-\\\\uDBFF\\\\uDFFF\\\\r\\\\n\\\\t]*"},"TargetTrackingMetricDimensionValue":{"kind":"string","min":1,"max":1024,"pattern":"[\\\\u0020-\\\\uD7FF\\\\uE000-\\\\uFFFD\\\\uD800\\\\uDC00-\\\\uDBFF\\\\uDFFF\\\\r\\\\n\\\\t]*"},"TargetTrackingMetricDimensions":{"kind":"list","of":"TargetTrackingMetricDimension"},"TargetTrackingMetricName":{"kind":"string","min":1,"max":255,"pattern":"[\\\\u0020-\\\\uD7FF\\\\uE000-\\\\uFFFD\\\\uD800\\\\uDC00-\\\\uDBFF\\\\uDFFF\\\\r\\\\n\\\\t]*"},"TargetTrackingMetricNamespace":{"kind":"string","min":1,"max":255,"pattern":"[\\\\u0020-\\\\uD7FF\\\\uE000-\\\\uFFFD\\\\uD800\\\\uDC00-\\\\uDBFF\\\\uDFFF\\\\r\\\\n\\\\t]*"},"TargetTrackingMetricStat":{"kind":"structure","members":{"Metric":"TargetTrackingMetric","Stat":"XmlString","Unit":"TargetTrackingMetricUnit"},"required":["Metric","Stat"]},"TargetTrackingMetricUnit":{"kind":"string","min":1,"max":1023,"pattern":"[\\\\u0020-\\\\uD7FF\\\\uE000-\\\\uFFFD\\\\uD800\\\\uDC00-\\\\uDBFF\\\\uDFFF\\\\r\\\\n\\\\t]*"},"TargetTrackingScalingPolicyConfiguration":{"kind":"structure","members":{"TargetValue":"number","PredefinedMetricSpecification":"PredefinedMetricSpecification","CustomizedMetricSpecification":"CustomizedMetricSpecification","ScaleOutCooldown":"number","ScaleInCooldown":"number","DisableScaleIn":"boolean"},"required":["TargetValue"]},"UntagResourceRequest":{"kind":"structure","members":{"ResourceARN":"AmazonResourceName","TagKeys":"TagKeyList"},"required":["ResourceARN","TagKeys"]},"XmlString":{"kind":"string","pattern":"[\\\\u0020-\\\\uD7FF\\\\uE000-\\\\uFFFD\\\\uD800\\\\uDC00-\\\\uDBFF\\\\uDFFF\\\\r\\\\n\\\\t]*"}}},"cloudwatch":{"inputs":{"DeleteAlarms":"DeleteAlarmsInput","DescribeAlarms":"DescribeAlarmsInput","GetMetricData":"GetMetricDataInput","GetMetricStatistics":"GetMetricStatisticsInput","ListTagsForResource":"ListTagsForResourceInput","PutMetricAlarm":"PutMetricAlarmInput","PutMetricData":"PutMetricDataInput","SetAlarmState":"SetAlarmStateInput","TagResource":"TagResourceInput","UntagResource":"UntagResourceInput"},"shapes":{"AccountId":{"kind":"string","min":1,"max":255},"ActionConfiguration":{"kind":"structure","members":{"AlarmTagsPropagation":"AlarmTagsPropagation"}},"ActionPrefix":{"kind":"string","min":1,"max":1024},"AlarmDescription":{"kind":"string","min":0,"max":1024},"AlarmName":{"kind":"string","min":1,"max":255},"AlarmNamePrefix":{"kind":"string","min":1,"max":255},"AlarmNames":{"kind":"list","max":100,"of":"AlarmName"},"AlarmPromQLCriteria":{"kind":"structure","members":{"Query":"Query","PendingPeriod":"PendingPeriod","RecoveryPeriod":"RecoveryPeriod"},"required":["Query"]},"AlarmTagsPropagation":{"kind":"structure","members":{"Enabled":"boolean","IncludedTagKeys":"AlarmTagsPropagationTagKeys","ExcludedTagKeys":"AlarmTagsPropagationTagKeys"},"required":["Enabled"]},"AlarmTagsPropagationTagKey":{"kind":"string","min":1,"max":128},"AlarmTagsPropagationTagKeys":{"kind":"list","min":1,"max":50,"of":"AlarmTagsPropagationTagKey"},"AlarmType":{"kind":"string","enum":["CompositeAlarm","MetricAlarm","LogAlarm"]},"AlarmTypes":{"kind":"list","of":"AlarmType"},"AmazonResourceName":{"kind":"string","min":1,"max":1024},"ComparisonOperator":{"kind":"string","enum":["GreaterThanOrEqualToThreshold","GreaterThanThreshold","LessThanThreshold","LessThanOrEqualToThreshold","LessThanLowerOrGreaterThanUpperThreshold","LessThanLowerThreshold","GreaterThanUpperThreshold"]},"Counts":{"kind":"list","of":"number"},"DatapointsToAlarm":{"kind":"number","min":1},"DeleteAlarmsInput":{"kind":"structure","members":{"AlarmNames":"AlarmNames"},"required":["AlarmNames"]},"DescribeAlarmsInput":{"kind":"structure","members":{"AlarmNames":"AlarmNames","AlarmNamePrefix":"AlarmNamePrefix","AlarmTypes":"AlarmTypes","ChildrenOfAlarmName":"AlarmName","ParentsOfAlarmName":"AlarmName","StateValue":"StateValue","ActionPrefix":"ActionPrefix","MaxRecords":"MaxRecords","NextToken":"string"}},"Dimension":{"kind":"structure","members":{"Name":"DimensionName","Value":"DimensionValue"},"required":["Name","Value"]},"DimensionName":{"kind":"string","min":1,"max":255},"DimensionValue":{"kind":"string","min":1,"max":1024},"Dimensions":{"kind":"list","max":30,"of":"Dimension"},"Entity":{"kind":"structure","members":{"KeyAttributes":"EntityKeyAttributesMap","Attributes":"EntityAttributesMap"}},"EntityAttributesMap":{"kind":"map","min":0,"max":10,"key":"EntityAttributesMapKeyString","of":"EntityAttributesMapValueString"},"EntityAttributesMapKeyString":{"kind":"string","min":1,"max":256},"EntityAttributesMapValueString":{"kind":"string","min":1,"max":2048},"EntityKeyAttributesMap":{"kind":"map","min":2,"max":4,"key":"EntityKeyAttributesMapKeyString","of":"EntityKeyAttributesMapValueString"},"EntityKeyAttributesMapKeyString":{"kind":"string","min":1,"max":32},"EntityKeyAttributesMapValueString":{"kind":"string","min":1,"max":2048},"EntityMetricData":{"kind":"structure","members":{"Entity":"Entity","MetricData":"MetricData"}},"EntityMetricDataList":{"kind":"list","of":"EntityMetricData"},"EvaluateLowSampleCountPercentile":{"kind":"string","min":1,"max":255},"EvaluationCriteria":{"kind":"structure","members":{"PromQLCriteria":"AlarmPromQLCriteria"}},"EvaluationInterval":{"kind":"number","min":10,"max":3600},"EvaluationPeriods":{"kind":"number","min":1},"EvaluationWindow":{"kind":"structure","members":{"WallClockWindow":"WallClockWindow","SlidingWindow":"SlidingWindow"}},"ExtendedStatistics":{"kind":"list","min":1,"max":10,"of":"string"},"GetMetricDataInput":{"kind":"structure","members":{"MetricDataQueries":"MetricDataQueries","StartTime":"number","EndTime":"number","NextToken":"string","ScanBy":"ScanBy","MaxDatapoints":"number","LabelOptions":"LabelOptions"},"required":["MetricDataQueries","StartTime","EndTime"]},"GetMetricStatisticsInput":{"kind":"structure","members":{"Namespace":"Namespace","MetricName":"MetricName","Dimensions":"Dimensions","StartTime":"number","EndTime":"number","Period":"Period","Statistics":"Statistics","ExtendedStatistics":"ExtendedStatistics","Unit":"StandardUnit"},"required":["Namespace","MetricName","StartTime","EndTime","Period"]},"LabelOptions":{"kind":"structure","members":{"Timezone":"string"}},"ListTagsForResourceInput":{"kind":"structure","members":{"ResourceARN":"AmazonResourceName"},"required":["ResourceARN"]},"MaxRecords":{"kind":"number","min":1,"max":100},"Metric":{"kind":"structure","members":{"Namespace":"Namespace","MetricName":"MetricName","Dimensions":"Dimensions"}},"MetricData":{"kind":"list","of":"MetricDatum"},"MetricDataQueries":{"kind":"list","of":"MetricDataQuery"},"MetricDataQuery":{"kind":"structure","members":{"Id":"MetricId","MetricStat":"MetricStat","Expression":"MetricExpression","Label":"string","ReturnData":"boolean","Period":"Period","AccountId":"AccountId"},"required":["Id"]},"MetricDatum":{"kind":"structure","members":{"MetricName":"MetricName","Dimensions":"Dimensions","Timestamp":"number","Value":"number","StatisticValues":"StatisticSet","Values":"Values","Counts":"Counts","Unit":"StandardUnit","StorageResolution":"StorageResolution"},"required":["MetricName"]},"MetricExpression":{"kind":"string","min":1,"max":2048},"MetricId":{"kind":"string","min":1,"max":255},"MetricName":{"kind":"string","min":1,"max":255},"MetricStat":{"kind":"structure","members":{"Metric":"Metric","Period":"Period","Stat":"string","Unit":"StandardUnit"},"required":["Metric","Period","Stat"]},"Namespace":{"kind":"string","min":1,"max":255,"pattern":"[^:].*"},"PendingPeriod":{"kind":"number","min":0,"max":86400},"Period":{"kind":"number","min":1},"PutMetricAlarmInput":{"kind":"structure","members":{"AlarmName":"AlarmName","AlarmDescription":"AlarmDescription","ActionsEnabled":"boolean","OKActions":"ResourceList","AlarmActions":"ResourceList","InsufficientDataActions":"ResourceList","MetricName":"MetricName","Namespace":"Namespace","Statistic":"Statistic","ExtendedStatistic":"string","Dimensions":"Dimensions","Period":"Period","Unit":"StandardUnit","EvaluationPeriods":"EvaluationPeriods","DatapointsToAlarm":"DatapointsToAlarm","Threshold":"number","ComparisonOperator":"ComparisonOperator","TreatMissingData":"TreatMissingData","EvaluateLowSampleCountPercentile":"EvaluateLowSampleCountPercentile","Metrics":"MetricDataQueries","Tags":"TagList","ThresholdMetricId":"MetricId","EvaluationWindow":"EvaluationWindow","WarmUpConfiguration":"WarmUpConfiguration","EvaluationCriteria":"EvaluationCriteria","EvaluationInterval":"EvaluationInterval","ActionConfiguration":"ActionConfiguration"},"required":["AlarmName"]},"PutMetricDataInput":{"kind":"structure","members":{"Namespace":"Namespace","MetricData":"MetricData","EntityMetricData":"EntityMetricDataList","StrictEntityValidation":"boolean"},"required":["Namespace"]},"Query":{"kind":"string","min":1,"max":10000},"RecoveryPeriod":{"kind":"number","min":0,"max":86400},"ResourceList":{"kind":"list","max":5,"of":"ResourceName"},"ResourceName":{"kind":"string","min":1,"max":1024},"ScanBy":{"kind":"string","enum":["TimestampDescending","TimestampAscending"]},"SetAlarmStateInput":{"kind":"structure","members":{"AlarmName":"AlarmName","StateValue":"StateValue","StateReason":"StateReason","StateReasonData":"StateReasonData"},"required":["AlarmName","StateValue","StateReason"]},"SlidingWindow":{"kind":"structure","members":{}},"StandardUnit":{"kind":"string","enum":["Seconds","Microseconds","Milliseconds","Bytes","Kilobytes","Megabytes","Gigabytes","Terabytes","Bits","Kilobits","Megabits","Gigabits","Terabits","Percent","Count","Bytes/Second","Kilobytes/Second","Megabytes/Second","Gigabytes/Second","Terabytes/Second","Bits/Second","Kilobits/Second","Megabits/Second","Gigabits/Second","Terabits/Second","Count/Second","None"]},"StateReason":{"kind":"string","min":0,"max":1023},"StateReasonData":{"kind":"string","min":0,"max":4000},"StateValue":{"kind":"string","enum":["OK","ALARM","INSUFFICIENT_DATA"]},"Statistic":{"kind":"string","enum":["SampleCount","Average","Sum","Minimum","Maximum"]},"StatisticSet":{"kind":"structure","members":{"SampleCount":"number","Sum":"number","Minimum":"number","Maximum":"number"},"required":["SampleCount","Sum","Minimum","Maximum"]},"Statistics":{"kind":"list","min":1,"max":5,"of":"Statistic"},"StorageResolution":{"kind":"number","min":1},"Tag":{"kind":"structure","members":{"Key":"TagKey","Value":"TagValue"},"required":["Key","Value"]},"TagKey":{"kind":"string","min":1,"max":128},"TagKeyList":{"kind":"list","of":"TagKey"},"TagList":{"kind":"list","of":"Tag"},"TagResourceInput":{"kind":"structure","members":{"ResourceARN":"AmazonResourceName","Tags":"TagList"},"required":["ResourceARN","Tags"]},"TagValue":{"kind":"string","min":0,"max":256},"Timezone":{"kind":"string","min":1,"max":50},"TreatMissingData":{"kind":"string","min":1,"max":255},"UntagResourceInput":{"kind":"structure","members":{"ResourceARN":"AmazonResourceName","TagKeys":"TagKeyList"},"required":["ResourceARN","TagKeys"]},"Values":{"kind":"list","of":"number"},"WallClockWindow":{"kind":"structure","members":{"Timezone":"Timezone"}},"WarmUpConfiguration":{"kind":"structure","members":{"WarmUpPeriodDurationInMinutes":"WarmUpPeriodDurationInMinutes","OnlyStartEvaluatingAfterWarmUpPeriodEnds":"boolean"},"required":["WarmUpPeriodDurationInMinutes"]},"WarmUpPeriodDurationInMinutes":{"kind":"number","min":1,"max":2880}}},"ecr":{"inputs":{"BatchCheckLayerAvailability":"BatchCheckLayerAvailabilityRequest","BatchDeleteImage":"BatchDeleteImageRequest","BatchGetImage":"BatchGetImageRequest","CompleteLayerUpload":"CompleteLayerUploadRequest","CreateRepository":"CreateRepositoryRequest","DeleteLifecyclePolicy":"DeleteLifecyclePolicyRequest","DeleteRepository":"DeleteRepositoryRequest","DeleteRepositoryPolicy":"DeleteRepositoryPolicyRequest","DescribeImages":"DescribeImagesRequest","DescribeRepositories":"DescribeRepositoriesRequest","GetAuthorizationToken":"GetAuthorizationTokenRequest","GetLifecyclePolicy":"GetLifecyclePolicyRequest","GetRegistryScanningConfiguration":"GetRegistryScanningConfigurationRequest","GetRepositoryPolicy":"GetRepositoryPolicyRequest","InitiateLayerUpload":"InitiateLayerUploadRequest","ListImages":"ListImagesRequest","ListTagsForResource":"ListTagsForResourceRequest","PutImage":"PutImageRequest","PutImageScanningConfiguration":"PutImageScanningConfigurationRequest","PutImageTagMutability":"PutImageTagMutabilityRequest","PutLifecyclePolicy":"PutLifecyclePolicyRequest","PutRegistryScanningConfiguration":"PutRegistryScanningConfigurationRequest","SetRepositoryPolicy":"SetRepositoryPolicyRequest","TagResource":"TagResourceRequest","UntagResource":"UntagResourceRequest","UploadLayerPart":"UploadLayerPartRequest"},"shapes":{"BatchCheckLayerAvailabilityRequest":{"kind":"structure","members":{"registryId":"RegistryId","repositoryName":"RepositoryName","layerDigests":"BatchedOperationLayerDigestList"},"required":["repositoryName","layerDigests"]},"BatchDeleteImageRequest":{"kind":"structure","members":{"registryId":"RegistryId","repositoryName":"RepositoryName","imageIds":"ImageIdentifierList"},"required":["repositoryName","imageIds"]},"BatchGetImageRequest":{"kind":"structure","members":{"registryId":"RegistryId","repositoryName":"RepositoryName","imageIds":"ImageIdentifierList","acceptedMediaTypes":"MediaTypeList"},"required":["repositoryName","imageIds"]},"BatchedOperationLayerDigest":{"kind":"string","min":0,"max":1000},"BatchedOperationLayerDigestList":{"kind":"list","min":1,"max":100,"of":"BatchedOperationLayerDigest"},"CompleteLayerUploadRequest":{"kind":"structure","members":{"registryId":"RegistryId","repositoryName":"RepositoryName","uploadId":"UploadId","layerDigests":"LayerDigestList"},"required":["repositoryName","uploadId","layerDigests"]},"CreateRepositoryRequest":{"kind":"structure","members":{"registryId":"RegistryId","repositoryName":"RepositoryName","tags":"TagList","imageTagMutability":"ImageTagMutability","imageTagMutabilityExclusionFilters":"ImageTagMutabilityExclusionFilters","imageScanningConfiguration":"ImageScanningConfiguration","encryptionConfiguration":"EncryptionConfiguration"},"required":["repositoryName"]},"DeleteLifecyclePolicyRequest":{"kind":"structure","members":{"registryId":"RegistryId","repositoryName":"RepositoryName"},"required":["repositoryName"]},"DeleteRepositoryPolicyRequest":{"kind":"structure","members":{"registryId":"RegistryId","repositoryName":"RepositoryName"},"required":["repositoryName"]},"DeleteRepositoryRequest":{"kind":"structure","members":{"registryId":"RegistryId","repositoryName":"RepositoryName","force":"boolean"},"required":["repositoryName"]},"DescribeImagesFilter":{"kind":"structure","members":{"tagStatus":"TagStatus","imageStatus":"ImageStatusFilter"}},"DescribeImagesRequest":{"kind":"structure","members":{"registryId":"RegistryId","repositoryName":"RepositoryName","imageIds":"ImageIdentifierList","nextToken":"string","maxResults":"MaxResults","filter":"DescribeImagesFilter"},"required":["repositoryName"]},"DescribeRepositoriesRequest":{"kind":"structure","members":{"registryId":"RegistryId","repositoryNames":"RepositoryNameList","nextToken":"string","maxResults":"MaxResults"}},"EncryptionConfiguration":{"kind":"structure","members":{"encryptionType":"EncryptionType","kmsKey":"KmsKey"},"required":["encryptionType"]},"EncryptionType":{"kind":"string","enum":["AES256","KMS","KMS_DSSE"]},"GetAuthorizationTokenRegistryIdList":{"kind":"list","min":1,"max":10,"of":"RegistryId"},"GetAuthorizationTokenRequest":{"kind":"structure","members":{"registryIds":"GetAuthorizationTokenRegistryIdList"}},"GetLifecyclePolicyRequest":{"kind":"structure","members":{"registryId":"RegistryId","repositoryName":"RepositoryName"},"required":["repositoryName"]},"GetRegistryScanningConfigurationRequest":{"kind":"structure","members":{}},"GetRepositoryPolicyRequest":{"kind":"structure","members":{"registryId":"RegistryId","repositoryName":"RepositoryName"},"required":["repositoryName"]},"ImageIdentifier":{"kind":"structure","members":{"imageDigest":"string","imageTag":"ImageTag"}},"ImageIdentifierList":{"kind":"list","min":1,"max":100,"of":"ImageIdentifier"},"ImageManifest":{"kind":"string","min":1,"max":4194304},"ImageScanningConfiguration":{"kind":"structure","members":{"scanOnPush":"boolean"}},"ImageStatusFilter":{"kind":"string","enum":["ACTIVE","ARCHIVED","ACTIVATING","ANY"]},"ImageTag":{"kind":"string","min":1,"max":300},"ImageTagMutability":{"kind":"string","enum":["MUTABLE","IMMUTABLE","IMMUTABLE_WITH_EXCLUSION","MUTABLE_WITH_EXCLUSION"]},"ImageTagMutabilityExclusionFilter":{"kind":"structure","members":{"filterType":"ImageTagMutabilityExclusionFilterType","filter":"ImageTagMutabilityExclusionFilterValue"},"required":["filterType","filter"]},"ImageTagMutabilityExclusionFilterType":{"kind":"string","enum":["WILDCARD"]},"ImageTagMutabilityExclusionFilterValue":{"kind":"string","min":1,"max":128,"pattern":"^[0-9a-zA-Z._*-]{1,128}$"},"ImageTagMutabilityExclusionFilters":{"kind":"list","min":1,"max":5,"of":"ImageTagMutabilityExclusionFilter"},"InitiateLayerUploadRequest":{"kind":"structure","members":{"registryId":"RegistryId","repositoryName":"RepositoryName"},"required":["repositoryName"]},"KmsKey":{"kind":"string","min":1,"max":2048},"LayerDigest":{"kind":"string","pattern":"[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+"},"LayerDigestList":{"kind":"list","min":1,"max":100,"of":"LayerDigest"},"LifecyclePolicyText":{"kind":"string","min":100,"max":30720},"ListImagesFilter":{"kind":"structure","members":{"tagStatus":"TagStatus","imageStatus":"ImageStatusFilter"}},"ListImagesRequest":{"kind":"structure","members":{"registryId":"RegistryId","repositoryName":"RepositoryName","nextToken":"string","maxResults":"MaxResults","filter":"ListImagesFilter"},"required":["repositoryName"]},"ListTagsForResourceRequest":{"kind":"structure","members":{"resourceArn":"string"},"required":["resourceArn"]},"MaxResults":{"kind":"number","min":1,"max":1000},"MediaTypeList":{"kind":"list","min":1,"max":100,"of":"string"},"PartSize":{"kind":"number","min":0},"PutImageRequest":{"kind":"structure","members":{"registryId":"RegistryId","repositoryName":"RepositoryName","imageManifest":"ImageManifest","imageManifestMediaType":"string","imageTag":"ImageTag","imageDigest":"string"},"required":["repositoryName","imageManifest"]},"PutImageScanningConfigurationRequest":{"kind":"structure","members":{"registryId":"RegistryId","repositoryName":"RepositoryName","imageScanningConfiguration":"ImageScanningConfiguration"},"required":["repositoryName","imageScanningConfiguration"]},"PutImageTagMutabilityRequest":{"kind":"structure","members":{"registryId":"RegistryId","repositoryName":"RepositoryName","imageTagMutability":"ImageTagMutability","imageTagMutabilityExclusionFilters":"ImageTagMutabilityExclusionFilters"},"required":["repositoryName","imageTagMutability"]},"PutLifecyclePolicyRequest":{"kind":"structure","members":{"registryId":"RegistryId","repositoryName":"RepositoryName","lifecyclePolicyText":"LifecyclePolicyText"},"required":["repositoryName","lifecyclePolicyText"]},"PutRegistryScanningConfigurationRequest":{"kind":"structure","members":{"scanType":"ScanType","rules":"RegistryScanningRuleList"}},"RegistryId":{"kind":"string","pattern":"[0-9]{12}"},"RegistryScanningRule":{"kind":"structure","members":{"scanFrequency":"ScanFrequency","repositoryFilters":"ScanningRepositoryFilterList"},"required":["scanFrequency","repositoryFilters"]},"RegistryScanningRuleList":{"kind":"list","min":0,"max":2,"of":"RegistryScanningRule"},"RepositoryName":{"kind":"string","min":2,"max":256,"pattern":"[a-z0-9]+((\\\\.|_|__|-+)[a-z0-9]+)*(\\\\/[a-z0-9]+((\\\\.|_|__|-+)[a-z0-9]+)*)*"},"RepositoryNameList":{"kind":"list","min":1,"max":100,"of":"RepositoryName"},"RepositoryPolicyText":{"kind":"string","min":0,"max":10240},"ScanFrequency":{"kind":"string","enum":["SCAN_ON_PUSH","CONTINUOUS_SCAN","MANUAL"]},"ScanType":{"kind":"string","enum":["BASIC","ENHANCED"]},"ScanningRepositoryFilter":{"kind":"structure","members":{"filter":"ScanningRepositoryFilterValue","filterType":"ScanningRepositoryFilterType"},"required":["filter","filterType"]},"ScanningRepositoryFilterList":{"kind":"list","min":0,"max":100,"of":"ScanningRepositoryFilter"},"ScanningRepositoryFilterType":{"kind":"string","enum":["WILDCARD"]},"ScanningRepositoryFilterValue":{"kind":"string","min":1,"max":255,"pattern":"^[a-z0-9*]+(?:[._\\\\-/][a-z0-9*]+)*$"},"SetRepositoryPolicyRequest":{"kind":"structure","members":{"registryId":"RegistryId","repositoryName":"RepositoryName","policyText":"RepositoryPolicyText","force":"boolean"},"required":["repositoryName","policyText"]},"Tag":{"kind":"structure","members":{"Key":"string","Value":"string"},"required":["Key","Value"]},"TagKeyList":{"kind":"list","of":"string"},"TagList":{"kind":"list","of":"Tag"},"TagResourceRequest":{"kind":"structure","members":{"resourceArn":"string","tags":"TagList"},"required":["resourceArn","tags"]},"TagStatus":{"kind":"string","enum":["TAGGED","UNTAGGED","ANY"]},"UntagResourceRequest":{"kind":"structure","members":{"resourceArn":"string","tagKeys":"TagKeyList"},"required":["resourceArn","tagKeys"]},"UploadId":{"kind":"string","pattern":"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"},"UploadLayerPartRequest":{"kind":"structure","members":{"registryId":"RegistryId","repositoryName":"RepositoryName","uploadId":"UploadId","partFirstByte":"PartSize","partLastByte":"PartSize","layerPartBlob":"string"},"required":["repositoryName","uploadId","partFirstByte","partLastByte","layerPartBlob"]}}},"ecs":{"inputs":{"ContinueServiceDeployment":"ContinueServiceDeploymentRequest","CreateCluster":"CreateClusterRequest","CreateService":"CreateServiceRequest","DeleteAccountSetting":"DeleteAccountSettingRequest","DeleteCluster":"DeleteClusterRequest","DeleteService":"DeleteServiceRequest","DeleteTaskDefinitions":"DeleteTaskDefinitionsRequest","DeregisterTaskDefinition":"DeregisterTaskDefinitionRequest","DescribeCapacityProviders":"DescribeCapacityProvidersRequest","DescribeClusters":"DescribeClustersRequest","DescribeServiceDeployments":"DescribeServiceDeploymentsRequest","DescribeServiceRevisions":"DescribeServiceRevisionsRequest","DescribeServices":"DescribeServicesRequest","DescribeTaskDefinition":"DescribeTaskDefinitionRequest","DescribeTasks":"DescribeTasksRequest","ListAccountSettings":"ListAccountSettingsRequest","ListClusters":"ListClustersRequest","ListServiceDeployments":"ListServiceDeploymentsRequest","ListServices":"ListServicesRequest","ListTagsForResource":"ListTagsForResourceRequest","ListTaskDefinitionFamilies":"ListTaskDefinitionFamiliesRequest","ListTaskDefinitions":"ListTaskDefinitionsRequest","ListTasks":"ListTasksRequest","PutAccountSetting":"PutAccountSettingRequest","PutAccountSettingDefault":"PutAccountSettingDefaultRequest","PutClusterCapacityProviders":"PutClusterCapacityProvidersRequest","RegisterTaskDefinition":"RegisterTaskDefinitionRequest","RunTask":"RunTaskRequest","StopServiceDeployment":"StopServiceDeploymentRequest","StopTask":"StopTaskRequest","TagResource":"TagResourceRequest","UntagResource":"UntagResourceRequest","UpdateCluster":"UpdateClusterRequest","UpdateClusterSettings":"UpdateClusterSettingsRequest","UpdateService":"UpdateServiceRequest"},"shapes":{"AccessType":{"kind":"string","enum":["PUBLIC","PRIVATE"]},"AccessTypeList":{"kind":"list","min":0,"max":2,"of":"AccessType"},"AdvancedConfiguration":{"kind":"structure","members":{"alternateTargetGroupArn":"string","productionListenerRule":"string","testListenerRule":"string","roleArn":"string"}},"ApplicationProtocol":{"kind":"string","enum":["http","http2","grpc"]},"AssignPublicIp":{"kind":"string","enum":["ENABLED","DISABLED"]},"AvailabilityZoneRebalancing":{"kind":"string","enum":["ENABLED","DISABLED"]},"AwsVpcConfiguration":{"kind":"structure","members":{"subnets":"StringList","securityGroups":"StringList","assignPublicIp":"AssignPublicIp"},"required":["subnets"]},"CPUArchitecture":{"kind":"string","enum":["X86_64","ARM64"]},"CanaryConfiguration":{"kind":"structure","members":{"canaryPercent":"number","canaryBakeTimeInMinutes":"number"}},"CapacityProviderField":{"kind":"string","enum":["TAGS"]},"CapacityProviderFieldList":{"kind":"list","of":"CapacityProviderField"},"CapacityProviderStrategy":{"kind":"list","of":"CapacityProviderStrategyItem"},"CapacityProviderStrategyItem":{"kind":"structure","members":{"capacityProvider":"string","weight":"CapacityProviderStrategyItemWeight","base":"CapacityProviderStrategyItemBase"},"required":["capacityProvider"]},"CapacityProviderStrategyItemBase":{"kind":"number","min":0,"max":100000},"CapacityProviderStrategyItemWeight":{"kind":"number","min":0,"max":1000},"ClusterConfiguration":{"kind":"structure","members":{"executeCommandConfiguration":"ExecuteCommandConfiguration","managedStorageConfiguration":"ManagedStorageConfiguration"}},"ClusterField":{"kind":"string","enum":["ATTACHMENTS","CONFIGURATIONS","SETTINGS","STATISTICS","TAGS"]},"ClusterFieldList":{"kind":"list","of":"ClusterField"},"ClusterServiceConnectDefaultsRequest":{"kind":"structure","members":{"namespace":"string"},"required":["namespace"]},"ClusterSetting":{"kind":"structure","members":{"name":"ClusterSettingName","value":"string"}},"ClusterSettingName":{"kind":"string","enum":["containerInsights"]},"ClusterSettings":{"kind":"list","of":"ClusterSetting"},"Compatibility":{"kind":"string","enum":["EC2","FARGATE","EXTERNAL","MANAGED_INSTANCES"]},"CompatibilityList":{"kind":"list","of":"Compatibility"},"ContainerCondition":{"kind":"string","enum":["START","COMPLETE","SUCCESS","HEALTHY"]},"ContainerDefinition":{"kind":"structure","members":{"name":"string","image":"string","repositoryCredentials":"RepositoryCredentials","cpu":"number","memory":"number","memoryReservation":"number","links":"StringList","portMappings":"PortMappingList","essential":"boolean","restartPolicy":"ContainerRestartPolicy","entryPoint":"StringList","command":"StringList","environment":"EnvironmentVariables","environmentFiles":"EnvironmentFiles","mountPoints":"MountPointList","volumesFrom":"VolumeFromList","linuxParameters":"LinuxParameters","secrets":"SecretList","dependsOn":"ContainerDependencies","startTimeout":"number","stopTimeout":"number","versionConsistency":"VersionConsistency","hostname":"string","user":"string","workingDirectory":"string","disableNetworking":"boolean","privileged":"boolean","readonlyRootFilesystem":"boolean","dnsServers":"StringList","dnsSearchDomains":"StringList","extraHosts":"HostEntryList","dockerSecurityOptions":"StringList","interactive":"boolean","pseudoTerminal":"boolean","dockerLabels":"DockerLabelsMap","ulimits":"UlimitList","logConfiguration":"LogConfiguration","healthCheck":"HealthCheck","systemControls":"SystemControls","resourceRequirements":"ResourceRequirements","firelensConfiguration":"FirelensConfiguration","credentialSpecs":"StringList"}},"ContainerDefinitions":{"kind":"list","of":"ContainerDefinition"},"ContainerDependencies":{"kind":"list","of":"ContainerDependency"},"ContainerDependency":{"kind":"structure","members":{"containerName":"string","condition":"ContainerCondition"},"required":["containerName","condition"]},"ContainerOverride":{"kind":"structure","members":{"name":"string","command":"StringList","environment":"EnvironmentVariables","environmentFiles":"EnvironmentFiles","cpu":"number","memory":"number","memoryReservation":"number","resourceRequirements":"ResourceRequirements"}},"ContainerOverrides":{"kind":"list","of":"ContainerOverride"},"ContainerRestartPolicy":{"kind":"structure","members":{"enabled":"boolean","ignoredExitCodes":"IntegerList","restartAttemptPeriod":"number"},"required":["enabled"]},"ContinueServiceDeploymentRequest":{"kind":"structure","members":{"serviceDeploymentArn":"string","hookId":"string","action":"DeploymentLifecycleHookAction"},"required":["serviceDeploymentArn","hookId"]},"CreateClusterRequest":{"kind":"structure","members":{"clusterName":"string","tags":"Tags","settings":"ClusterSettings","configuration":"ClusterConfiguration","capacityProviders":"StringList","defaultCapacityProviderStrategy":"CapacityProviderStrategy","serviceConnectDefaults":"ClusterServiceConnectDefaultsRequest"}},"CreateServiceRequest":{"kind":"structure","members":{"cluster":"string","serviceName":"string","taskDefinition":"string","availabilityZoneRebalancing":"AvailabilityZoneRebalancing","loadBalancers":"LoadBalancers","serviceRegistries":"ServiceRegistries","desiredCount":"number","clientToken":"string","launchType":"LaunchType","capacityProviderStrategy":"CapacityProviderStrategy","platformVersion":"string","role":"string","deploymentConfiguration":"DeploymentConfiguration","placementConstraints":"PlacementConstraints","placementStrategy":"PlacementStrategies","networkConfiguration":"NetworkConfiguration","healthCheckGracePeriodSeconds":"number","schedulingStrategy":"SchedulingStrategy","deploymentController":"DeploymentController","tags":"Tags","enableECSManagedTags":"boolean","propagateTags":"PropagateTags","enableExecuteCommand":"boolean","serviceConnectConfiguration":"ServiceConnectConfiguration","volumeConfigurations":"ServiceVolumeConfigurations","vpcLatticeConfigurations":"VpcLatticeConfigurations","gatewayConnectors":"GatewayConnectorList","monitoring":"MonitoringConfiguration"},"required":["serviceName"]},"CreatedAt":{"kind":"structure","members":{"before":"number","after":"number"}},"DeleteAccountSettingRequest":{"kind":"structure","members":{"name":"SettingName","principalArn":"string"},"required":["name"]},"DeleteClusterRequest":{"kind":"structure","members":{"cluster":"string"},"required":["cluster"]},"DeleteServiceRequest":{"kind":"structure","members":{"cluster":"string","service":"string","force":"boolean"},"required":["service"]},"DeleteTaskDefinitionsRequest":{"kind":"structure","members":{"taskDefinitions":"StringList"},"required":["taskDefinitions"]},"DeploymentAlarms":{"kind":"structure","members":{"alarmNames":"StringList","rollback":"boolean","enable":"boolean"},"required":["alarmNames","rollback","enable"]},"DeploymentCircuitBreaker":{"kind":"structure","members":{"enable":"boolean","rollback":"boolean","resetOnHealthyTask":"boolean","thresholdConfiguration":"ThresholdConfiguration"},"required":["enable","rollback"]},"DeploymentConfiguration":{"kind":"structure","members":{"deploymentCircuitBreaker":"DeploymentCircuitBreaker","maximumPercent":"number","minimumHealthyPercent":"number","alarms":"DeploymentAlarms","strategy":"DeploymentStrategy","bakeTimeInMinutes":"number","lifecycleHooks":"DeploymentLifecycleHookList","linearConfiguration":"LinearConfiguration","canaryConfiguration":"CanaryConfiguration","earlySuccessCriteria":"DeploymentEarlySuccessCriteria"}},"DeploymentController":{"kind":"structure","members":{"type":"DeploymentControllerType"},"required":["type"]},"DeploymentControllerType":{"kind":"string","enum":["ECS","CODE_DEPLOY","EXTERNAL"]},"DeploymentEarlySuccessCriteria":{"kind":"structure","members":{"enable":"boolean","healthyPercent":"HealthyPercentInteger","sourceServiceRevisionCleanup":"ServiceRevisionCleanup"},"required":["enable"]},"DeploymentLifecycleHook":{"kind":"structure","members":{"targetType":"DeploymentLifecycleHookTargetType","hookTargetArn":"string","roleArn":"string","lifecycleStages":"DeploymentLifecycleHookStageList","hookDetails":"HookDetails","timeoutConfiguration":"DeploymentLifecycleHookTimeoutConfiguration"}},"DeploymentLifecycleHookAction":{"kind":"string","enum":["ROLLBACK","CONTINUE"]},"DeploymentLifecycleHookDuration":{"kind":"number","min":1,"max":20160},"DeploymentLifecycleHookList":{"kind":"list","of":"DeploymentLifecycleHook"},"DeploymentLifecycleHookStage":{"kind":"string","enum":["RECONCILE_SERVICE","PRE_SCALE_UP","POST_SCALE_UP","TEST_TRAFFIC_SHIFT","POST_TEST_TRAFFIC_SHIFT","PRE_PRODUCTION_TRAFFIC_SHIFT","PRODUCTION_TRAFFIC_SHIFT","POST_PRODUCTION_TRAFFIC_SHIFT"]},"DeploymentLifecycleHookStageList":{"kind":"list","of":"DeploymentLifecycleHookStage"},"DeploymentLifecycleHookTargetType":{"kind":"string","enum":["AWS_LAMBDA","PAUSE"]},"DeploymentLifecycleHookTimeoutConfiguration":{"kind":"structure","members":{"timeoutInMinutes":"DeploymentLifecycleHookDuration","action":"DeploymentLifecycleHookAction"}},"DeploymentStrategy":{"kind":"string","enum":["ROLLING","BLUE_GREEN","LINEAR","CANARY"]},"DeregisterTaskDefinitionRequest":{"kind":"structure","members":{"taskDefinition":"string"},"required":["taskDefinition"]},"DescribeCapacityProvidersRequest":{"kind":"structure","members":{"capacityProviders":"StringList","cluster":"string","include":"CapacityProviderFieldList","maxResults":"number","nextToken":"string"}},"DescribeClustersRequest":{"kind":"structure","members":{"clusters":"StringList","include":"ClusterFieldList"}},"DescribeServiceDeploymentsRequest":{"kind":"structure","members":{"serviceDeploymentArns":"StringList"},"required":["serviceDeploymentArns"]},"DescribeServiceRevisionsRequest":{"kind":"structure","members":{"serviceRevisionArns":"StringList"},"required":["serviceRevisionArns"]},"DescribeServicesRequest":{"kind":"structure","members":{"cluster":"string","services":"StringList","include":"ServiceFieldList"},"required":["services"]},"DescribeTaskDefinitionRequest":{"kind":"structure","members":{"taskDefinition":"string","include":"TaskDefinitionFieldList"},"required":["taskDefinition"]},"DescribeTasksRequest":{"kind":"structure","members":{"cluster":"string","tasks":"StringList","include":"TaskFieldList"},"required":["tasks"]},"DesiredStatus":{"kind":"string","enum":["RUNNING","PENDING","STOPPED"]},"Device":{"kind":"structure","members":{"hostPath":"string","containerPath":"string","permissions":"DeviceCgroupPermissions"},"required":["hostPath"]},"DeviceCgroupPermission":{"kind":"string","enum":["read","write","mknod"]},"DeviceCgroupPermissions":{"kind":"list","of":"DeviceCgroupPermission"},"DevicesList":{"kind":"list","of":"Device"},"DockerLabelsMap":{"kind":"map","key":"string","of":"string"},"DockerVolumeConfiguration":{"kind":"structure","members":{"scope":"Scope","autoprovision":"boolean","driver":"string","driverOpts":"StringMap","labels":"StringMap"}},"Duration":{"kind":"number","min":0,"max":2147483647},"EBSResourceType":{"kind":"string","enum":["volume"]},"EBSTagSpecification":{"kind":"structure","members":{"resourceType":"EBSResourceType","tags":"Tags","propagateTags":"PropagateTags"},"required":["resourceType"]},"EBSTagSpecifications":{"kind":"list","of":"EBSTagSpecification"},"EFSAuthorizationConfig":{"kind":"structure","members":{"accessPointId":"string","iam":"EFSAuthorizationConfigIAM"}},"EFSAuthorizationConfigIAM":{"kind":"string","enum":["ENABLED","DISABLED"]},"EFSTransitEncryption":{"kind":"string","enum":["ENABLED","DISABLED"]},"EFSVolumeConfiguration":{"kind":"structure","members":{"fileSystemId":"string","rootDirectory":"string","transitEncryption":"EFSTransitEncryption","transitEncryptionPort":"number","authorizationConfig":"EFSAuthorizationConfig"},"required":["fileSystemId"]},"EnvironmentFile":{"kind":"structure","members":{"value":"string","type":"EnvironmentFileType"},"required":["value","type"]},"EnvironmentFileType":{"kind":"string","enum":["s3"]},"EnvironmentFiles":{"kind":"list","of":"EnvironmentFile"},"EnvironmentVariables":{"kind":"list","of":"KeyValuePair"},"EphemeralStorage":{"kind":"structure","members":{"sizeInGiB":"number"},"required":["sizeInGiB"]},"ExecuteCommandConfiguration":{"kind":"structure","members":{"kmsKeyId":"string","logging":"ExecuteCommandLogging","logConfiguration":"ExecuteCommandLogConfiguration"}},"ExecuteCommandLogConfiguration":{"kind":"structure","members":{"cloudWatchLogGroupName":"string","cloudWatchEncryptionEnabled":"boolean","s3BucketName":"string","s3EncryptionEnabled":"boolean","s3KeyPrefix":"string"}},"ExecuteCommandLogging":{"kind":"string","enum":["NONE","DEFAULT","OVERRIDE"]},"FSxWindowsFileServerAuthorizationConfig":{"kind":"structure","members":{"credentialsParameter":"string","domain":"string"},"required":["credentialsParameter","domain"]},"FSxWindowsFileServerVolumeConfiguration":{"kind":"structure","members":{"fileSystemId":"string","rootDirectory":"string","authorizationConfig":"FSxWindowsFileServerAuthorizationConfig"},"required":["fileSystemId","rootDirectory","authorizationConfig"]},"FirelensConfiguration":{"kind":"structure","members":{"type":"FirelensConfigurationType","options":"FirelensConfigurationOptionsMap"},"required":["type"]},"FirelensConfigurationOptionsMap":{"kind":"map","key":"string","of":"string"},"FirelensConfigurationType":{"kind":"string","enum":["fluentd","fluentbit"]},"GatewayConnector":{"kind":"structure","members":{"portName":"string","healthCheck":"GatewayConnectorHealthCheck","filters":"GatewayConnectorFilters","deregistrationDelay":"GatewayConnectorDeregistrationDelay"},"required":["portName"]},"GatewayConnectorDeregistrationDelay":{"kind":"structure","members":{"timeoutSeconds":"GatewayConnectorDeregistrationDelayTimeoutSecondsInteger"}},"GatewayConnectorDeregistrationDelayTimeoutSecondsInteger":{"kind":"number","min":0,"max":3600},"GatewayConnectorFilters":{"kind":"structure","members":{"accessTypes":"AccessTypeList"}},"GatewayConnectorHealthCheck":{"kind":"structure","members":{"healthCheckProtocol":"GatewayConnectorHealthCheckProtocol","healthCheckPort":"number","healthCheckPath":"string","healthCheckTimeoutSeconds":"number","healthCheckIntervalSeconds":"number","healthyThresholdCount":"number","unhealthyThresholdCount":"number","matcher":"GatewayConnectorHealthCheckMatcher"}},"GatewayConnectorHealthCheckMatcher":{"kind":"structure","members":{"httpCode":"string","grpcCode":"string"}},"GatewayConnectorHealthCheckProtocol":{"kind":"string","enum":["HTTP","HTTPS"]},"GatewayConnectorList":{"kind":"list","min":0,"max":1,"of":"GatewayConnector"},"HealthCheck":{"kind":"structure","members":{"command":"StringList","interval":"number","timeout":"number","retries":"number","startPeriod":"number"},"required":["command"]},"HealthyPercentInteger":{"kind":"number","min":0,"max":100},"HookDetails":{"kind":"structure","members":{}},"HostEntry":{"kind":"structure","members":{"hostname":"string","ipAddress":"string"},"required":["hostname","ipAddress"]},"HostEntryList":{"kind":"list","of":"HostEntry"},"HostVolumeProperties":{"kind":"structure","members":{"sourcePath":"string"}},"InferenceAccelerator":{"kind":"structure","members":{"deviceName":"string","deviceType":"string"},"required":["deviceName","deviceType"]},"InferenceAcceleratorOverride":{"kind":"structure","members":{"deviceName":"string","deviceType":"string"}},"InferenceAcceleratorOverrides":{"kind":"list","of":"InferenceAcceleratorOverride"},"InferenceAccelerators":{"kind":"list","of":"InferenceAccelerator"},"IntegerList":{"kind":"list","of":"number"},"IpcMode":{"kind":"string","enum":["host","task","none"]},"IsolationMode":{"kind":"string","enum":["SHARED","ISOLATED_SANDBOX","CONFIDENTIAL_SANDBOX"]},"KernelCapabilities":{"kind":"structure","members":{"add":"StringList","drop":"StringList"}},"KeyValuePair":{"kind":"structure","members":{"name":"string","value":"string"}},"LaunchType":{"kind":"string","enum":["EC2","FARGATE","EXTERNAL","MANAGED_INSTANCES"]},"LinearConfiguration":{"kind":"structure","members":{"stepPercent":"number","stepBakeTimeInMinutes":"number"}},"LinuxParameters":{"kind":"structure","members":{"capabilities":"KernelCapabilities","devices":"DevicesList","initProcessEnabled":"boolean","sharedMemorySize":"number","tmpfs":"TmpfsList","maxSwap":"number","swappiness":"number"}},"ListAccountSettingsRequest":{"kind":"structure","members":{"name":"SettingName","value":"string","principalArn":"string","effectiveSettings":"boolean","nextToken":"string","maxResults":"number"}},"ListClustersRequest":{"kind":"structure","members":{"nextToken":"string","maxResults":"number"}},"ListServiceDeploymentsRequest":{"kind":"structure","members":{"service":"string","cluster":"string","status":"ServiceDeploymentStatusList","createdAt":"CreatedAt","nextToken":"string","maxResults":"number"},"required":["service"]},"ListServicesRequest":{"kind":"structure","members":{"cluster":"string","nextToken":"string","maxResults":"number","launchType":"LaunchType","schedulingStrategy":"SchedulingStrategy","resourceManagementType":"ResourceManagementType"}},"ListTagsForResourceRequest":{"kind":"structure","members":{"resourceArn":"string"},"required":["resourceArn"]},"ListTaskDefinitionFamiliesRequest":{"kind":"structure","members":{"familyPrefix":"string","status":"TaskDefinitionFamilyStatus","nextToken":"string","maxResults":"number"}},"ListTaskDefinitionsRequest":{"kind":"structure","members":{"familyPrefix":"string","status":"TaskDefinitionStatus","sort":"SortOrder","nextToken":"string","maxResults":"number"}},"ListTasksRequest":{"kind":"structure","members":{"cluster":"string","containerInstance":"string","family":"string","nextToken":"string","maxResults":"number","startedBy":"string","serviceName":"string","desiredStatus":"DesiredStatus","launchType":"LaunchType","daemonName":"string"}},"LoadBalancer":{"kind":"structure","members":{"targetGroupArn":"string","loadBalancerName":"string","containerName":"string","containerPort":"number","advancedConfiguration":"AdvancedConfiguration"}},"LoadBalancers":{"kind":"list","of":"LoadBalancer"},"LogConfiguration":{"kind":"structure","members":{"logDriver":"LogDriver","options":"LogConfigurationOptionsMap","secretOptions":"SecretList"},"required":["logDriver"]},"LogConfigurationOptionsMap":{"kind":"map","key":"string","of":"string"},"LogDriver":{"kind":"string","enum":["json-file","syslog","journald","gelf","fluentd","awslogs","splunk","awsfirelens"]},"ManagedStorageConfiguration":{"kind":"structure","members":{"kmsKeyId":"string","fargateEphemeralStorageKmsKeyId":"string"}},"MetricConfiguration":{"kind":"structure","members":{"metricNames":"MetricNamesList","resolutionSeconds":"MetricResolutionSeconds"},"required":["metricNames","resolutionSeconds"]},"MetricConfigurationList":{"kind":"list","min":0,"max":5,"of":"MetricConfiguration"},"MetricName":{"kind":"string","min":1,"max":255},"MetricNamesList":{"kind":"list","min":1,"max":5,"of":"MetricName"},"MetricResolutionSeconds":{"kind":"number","min":20,"max":60},"MonitoringConfiguration":{"kind":"structure","members":{"metricConfigurations":"MetricConfigurationList"}},"MountPoint":{"kind":"structure","members":{"sourceVolume":"string","containerPath":"string","readOnly":"boolean"}},"MountPointList":{"kind":"list","of":"MountPoint"},"NetworkConfiguration":{"kind":"structure","members":{"awsvpcConfiguration":"AwsVpcConfiguration"}},"NetworkMode":{"kind":"string","enum":["bridge","host","awsvpc","none"]},"NvidiaMpsAllocation":{"kind":"structure","members":{"memory":"NvidiaMpsAllocationMemoryInteger","maxComputePercent":"NvidiaMpsAllocationMaxComputePercentInteger"},"required":["memory"]},"NvidiaMpsAllocationMaxComputePercentInteger":{"kind":"number","min":1,"max":100},"NvidiaMpsAllocationMemoryInteger":{"kind":"number","min":1},"OSFamily":{"kind":"string","enum":["WINDOWS_SERVER_2019_FULL","WINDOWS_SERVER_2019_CORE","WINDOWS_SERVER_2016_FULL","WINDOWS_SERVER_2004_CORE","WINDOWS_SERVER_2022_CORE","WINDOWS_SERVER_2022_FULL","WINDOWS_SERVER_2025_CORE","WINDOWS_SERVER_2025_FULL","WINDOWS_SERVER_20H2_CORE","LINUX"]},"PidMode":{"kind":"string","enum":["host","task"]},"PlacementConstraint":{"kind":"structure","members":{"type":"PlacementConstraintType","expression":"string"}},"PlacementConstraintType":{"kind":"string","enum":["distinctInstance","memberOf"]},"PlacementConstraints":{"kind":"list","of":"PlacementConstraint"},"PlacementStrategies":{"kind":"list","of":"PlacementStrategy"},"PlacementStrategy":{"kind":"structure","members":{"type":"PlacementStrategyType","field":"string"}},"PlacementStrategyType":{"kind":"string","enum":["random","spread","binpack"]},"PortMapping":{"kind":"structure","members":{"containerPort":"number","hostPort":"number","protocol":"TransportProtocol","name":"string","appProtocol":"ApplicationProtocol","containerPortRange":"string"}},"PortMappingList":{"kind":"list","of":"PortMapping"},"PortNumber":{"kind":"number","min":0,"max":65535},"PropagateTags":{"kind":"string","enum":["TASK_DEFINITION","SERVICE","NONE"]},"ProxyConfiguration":{"kind":"structure","members":{"type":"ProxyConfigurationType","containerName":"string","properties":"ProxyConfigurationProperties"},"required":["containerName"]},"ProxyConfigurationProperties":{"kind":"list","of":"KeyValuePair"},"ProxyConfigurationType":{"kind":"string","enum":["APPMESH"]},"PutAccountSettingDefaultRequest":{"kind":"structure","members":{"name":"SettingName","value":"string"},"required":["name","value"]},"PutAccountSettingRequest":{"kind":"structure","members":{"name":"SettingName","value":"string","principalArn":"string"},"required":["name","value"]},"PutClusterCapacityProvidersRequest":{"kind":"structure","members":{"cluster":"string","capacityProviders":"StringList","defaultCapacityProviderStrategy":"CapacityProviderStrategy"},"required":["cluster","capacityProviders","defaultCapacityProviderStrategy"]},"RegisterTaskDefinitionRequest":{"kind":"structure","members":{"family":"string","taskRoleArn":"string","executionRoleArn":"string","networkMode":"NetworkMode","containerDefinitions":"ContainerDefinitions","volumes":"VolumeList","placementConstraints":"TaskDefinitionPlacementConstraints","requiresCompatibilities":"CompatibilityList","cpu":"string","memory":"string","tags":"Tags","pidMode":"PidMode","ipcMode":"IpcMode","proxyConfiguration":"ProxyConfiguration","inferenceAccelerators":"InferenceAccelerators","ephemeralStorage":"EphemeralStorage","runtimePlatform":"RuntimePlatform","enableFaultInjection":"boolean","trustedExecutionConfiguration":"TrustedExecutionConfiguration"},"required":["family","containerDefinitions"]},"RepositoryCredentials":{"kind":"structure","members":{"credentialsParameter":"string"},"required":["credentialsParameter"]},"ResourceManagementType":{"kind":"string","enum":["CUSTOMER","ECS"]},"ResourceRequirement":{"kind":"structure","members":{"value":"string","type":"ResourceType","sharingStrategy":"SharingStrategy"},"required":["type"]},"ResourceRequirements":{"kind":"list","of":"ResourceRequirement"},"ResourceType":{"kind":"string","enum":["GPU","InferenceAccelerator","NeuronDevice"]},"RunTaskRequest":{"kind":"structure","members":{"capacityProviderStrategy":"CapacityProviderStrategy","cluster":"string","count":"number","enableECSManagedTags":"boolean","enableExecuteCommand":"boolean","group":"string","launchType":"LaunchType","networkConfiguration":"NetworkConfiguration","overrides":"TaskOverride","placementConstraints":"PlacementConstraints","placementStrategy":"PlacementStrategies","platformVersion":"string","propagateTags":"PropagateTags","referenceId":"string","startedBy":"string","tags":"Tags","taskDefinition":"string","clientToken":"string","volumeConfigurations":"TaskVolumeConfigurations"},"required":["taskDefinition"]},"RuntimePlatform":{"kind":"structure","members":{"cpuArchitecture":"CPUArchitecture","operatingSystemFamily":"OSFamily"}},"S3FilesVolumeConfiguration":{"kind":"structure","members":{"fileSystemArn":"string","rootDirectory":"string","transitEncryptionPort":"number","accessPointArn":"string"},"required":["fileSystemArn"]},"SchedulingStrategy":{"kind":"string","enum":["REPLICA","DAEMON"]},"Scope":{"kind":"string","enum":["task","shared"]},"Secret":{"kind":"structure","members":{"name":"string","valueFrom":"string"},"required":["name","valueFrom"]},"SecretList":{"kind":"list","of":"Secret"},"ServiceConnectAccessLogConfiguration":{"kind":"structure","members":{"format":"ServiceConnectAccessLoggingFormat","includeQueryParameters":"ServiceConnectIncludeQueryParameters"},"required":["format"]},"ServiceConnectAccessLoggingFormat":{"kind":"string","enum":["TEXT","JSON"]},"ServiceConnectClientAlias":{"kind":"structure","members":{"port":"PortNumber","dnsName":"string","testTrafficRules":"ServiceConnectTestTrafficRules"},"required":["port"]},"ServiceConnectClientAliasList":{"kind":"list","of":"ServiceConnectClientAlias"},"ServiceConnectConfiguration":{"kind":"structure","members":{"enabled":"boolean","namespace":"string","services":"ServiceConnectServiceList","logConfiguration":"LogConfiguration","accessLogConfiguration":"ServiceConnectAccessLogConfiguration","containerConfigurations":"ServiceConnectContainerConfigurations"},"required":["enabled"]},"ServiceConnectContainerConfiguration":{"kind":"structure","members":{"logLevel":"ServiceConnectContainerLogLevel"}},"ServiceConnectContainerConfigurations":{"kind":"list","min":0,"max":10,"of":"ServiceConnectContainerConfiguration"},"ServiceConnectContainerLogLevel":{"kind":"string","enum":["debug","info"]},"ServiceConnectIncludeQueryParameters":{"kind":"string","enum":["DISABLED","ENABLED"]},"ServiceConnectService":{"kind":"structure","members":{"portName":"string","discoveryName":"string","clientAliases":"ServiceConnectClientAliasList","ingressPortOverride":"PortNumber","timeout":"TimeoutConfiguration","tls":"ServiceConnectTlsConfiguration"},"required":["portName"]},"ServiceConnectServiceList":{"kind":"list","of":"ServiceConnectService"},"ServiceConnectTestTrafficHeaderMatchRules":{"kind":"structure","members":{"exact":"string"},"required":["exact"]},"ServiceConnectTestTrafficHeaderRules":{"kind":"structure","members":{"name":"string","value":"ServiceConnectTestTrafficHeaderMatchRules"},"required":["name"]},"ServiceConnectTestTrafficRules":{"kind":"structure","members":{"header":"ServiceConnectTestTrafficHeaderRules"},"required":["header"]},"ServiceConnectTlsCertificateAuthority":{"kind":"structure","members":{"awsPcaAuthorityArn":"string"}},"ServiceConnectTlsConfiguration":{"kind":"structure","members":{"issuerCertificateAuthority":"ServiceConnectTlsCertificateAuthority","kmsKey":"string","roleArn":"string"},"required":["issuerCertificateAuthority"]},"ServiceDeploymentStatus":{"kind":"string","enum":["PENDING","SUCCESSFUL","STOPPED","STOP_REQUESTED","IN_PROGRESS","ROLLBACK_REQUESTED","ROLLBACK_IN_PROGRESS","ROLLBACK_SUCCESSFUL","ROLLBACK_FAILED"]},"ServiceDeploymentStatusList":{"kind":"list","of":"ServiceDeploymentStatus"},"ServiceField":{"kind":"string","enum":["TAGS"]},"ServiceFieldList":{"kind":"list","of":"ServiceField"},"ServiceManagedEBSVolumeConfiguration":{"kind":"structure","members":{"encrypted":"boolean","kmsKeyId":"string","volumeType":"string","sizeInGiB":"number","snapshotId":"string","volumeInitializationRate":"number","iops":"number","throughput":"number","tagSpecifications":"EBSTagSpecifications","roleArn":"string","filesystemType":"TaskFilesystemType"},"required":["roleArn"]},"ServiceRegistries":{"kind":"list","of":"ServiceRegistry"},"ServiceRegistry":{"kind":"structure","members":{"registryArn":"string","port":"number","containerName":"string","containerPort":"number"}},"ServiceRevisionCleanup":{"kind":"string","enum":["BLOCKING","DEFERRED"]},"ServiceVolumeConfiguration":{"kind":"structure","members":{"name":"string","managedEBSVolume":"ServiceManagedEBSVolumeConfiguration"},"required":["name"]},"ServiceVolumeConfigurations":{"kind":"list","of":"ServiceVolumeConfiguration"},"SettingName":{"kind":"string","enum":["serviceLongArnFormat","taskLongArnFormat","containerInstanceLongArnFormat","awsvpcTrunking","containerInsights","fargateFIPSMode","tagResourceAuthorization","fargateTaskRetirementWaitPeriod","guardDutyActivate","defaultLogDriverMode","fargateEventWindows"]},"SharingStrategy":{"kind":"structure","members":{"nvidiaMps":"NvidiaMpsAllocation"}},"SortOrder":{"kind":"string","enum":["ASC","DESC"]},"StopServiceDeploymentRequest":{"kind":"structure","members":{"serviceDeploymentArn":"string","stopType":"StopServiceDeploymentStopType"},"required":["serviceDeploymentArn"]},"StopServiceDeploymentStopType":{"kind":"string","enum":["ABORT","ROLLBACK"]},"StopTaskRequest":{"kind":"structure","members":{"cluster":"string","task":"string","reason":"string"},"required":["task"]},"StringList":{"kind":"list","of":"string"},"StringMap":{"kind":"map","key":"string","of":"string"},"SystemControl":{"kind":"structure","members":{"namespace":"string","value":"string"}},"SystemControls":{"kind":"list","of":"SystemControl"},"Tag":{"kind":"structure","members":{"key":"TagKey","value":"TagValue"}},"TagKey":{"kind":"string","min":1,"max":128,"pattern":"([\\\\p{L}\\\\p{Z}\\\\p{N}_.:/=+\\\\-@]*)"},"TagKeys":{"kind":"list","of":"TagKey"},"TagResourceRequest":{"kind":"structure","members":{"resourceArn":"string","tags":"Tags"},"required":["resourceArn","tags"]},"TagValue":{"kind":"string","min":0,"max":256,"pattern":"([\\\\p{L}\\\\p{Z}\\\\p{N}_.:/=+\\\\-@]*)"},"Tags":{"kind":"list","min":0,"max":50,"of":"Tag"},"TaskDefinitionFamilyStatus":{"kind":"string","enum":["ACTIVE","INACTIVE","ALL"]},"TaskDefinitionField":{"kind":"string","enum":["TAGS"]},"TaskDefinitionFieldList":{"kind":"list","of":"TaskDefinitionField"},"TaskDefinitionPlacementConstraint":{"kind":"structure","members":{"type":"TaskDefinitionPlacementConstraintType","expression":"string"}},"TaskDefinitionPlacementConstraintType":{"kind":"string","enum":["memberOf"]},"TaskDefinitionPlacementConstraints":{"kind":"list","of":"TaskDefinitionPlacementConstraint"},"TaskDefinitionStatus":{"kind":"string","enum":["ACTIVE","INACTIVE","DELETE_IN_PROGRESS"]},"TaskField":{"kind":"string","enum":["TAGS"]},"TaskFieldList":{"kind":"list","of":"TaskField"},"TaskFilesystemType":{"kind":"string","enum":["ext3","ext4","xfs","ntfs"]},"TaskManagedEBSVolumeConfiguration":{"kind":"structure","members":{"encrypted":"boolean","kmsKeyId":"string","volumeType":"string","sizeInGiB":"number","snapshotId":"string","volumeInitializationRate":"number","iops":"number","throughput":"number","tagSpecifications":"EBSTagSpecifications","roleArn":"string","terminationPolicy":"TaskManagedEBSVolumeTerminationPolicy","filesystemType":"TaskFilesystemType"},"required":["roleArn"]},"TaskManagedEBSVolumeTerminationPolicy":{"kind":"structure","members":{"deleteOnTermination":"boolean"},"required":["deleteOnTermination"]},"TaskOverride":{"kind":"structure","members":{"containerOverrides":"ContainerOverrides","cpu":"string","inferenceAcceleratorOverrides":"InferenceAcceleratorOverrides","executionRoleArn":"string","memory":"string","taskRoleArn":"string","ephemeralStorage":"EphemeralStorage"}},"TaskVolumeConfiguration":{"kind":"structure","members":{"name":"string","managedEBSVolume":"TaskManagedEBSVolumeConfiguration"},"required":["name"]},"TaskVolumeConfigurations":{"kind":"list","of":"TaskVolumeConfiguration"},"ThresholdConfiguration":{"kind":"structure","members":{"type":"ThresholdType","value":"number"},"required":["type","value"]},"ThresholdType":{"kind":"string","enum":["COUNT","BOUNDED_PERCENT","UNBOUNDED_PERCENT"]},"TimeoutConfiguration":{"kind":"structure","members":{"idleTimeoutSeconds":"Duration","perRequestTimeoutSeconds":"Duration"}},"Tmpfs":{"kind":"structure","members":{"containerPath":"string","size":"number","mountOptions":"StringList"},"required":["containerPath","size"]},"TmpfsList":{"kind":"list","of":"Tmpfs"},"TransportProtocol":{"kind":"string","enum":["tcp","udp"]},"TrustedExecutionConfiguration":{"kind":"structure","members":{"isolationMode":"IsolationMode","attestationPolicy":"string"},"required":["isolationMode"]},"Ulimit":{"kind":"structure","members":{"name":"UlimitName","softLimit":"number","hardLimit":"number"},"required":["name","softLimit","hardLimit"]},"UlimitList":{"kind":"list","of":"Ulimit"},"UlimitName":{"kind":"string","enum":["core","cpu","data","fsize","locks","memlock","msgqueue","nice","nofile","nproc","rss","rtprio","rttime","sigpending","stack"]},"UntagResourceRequest":{"kind":"structure","members":{"resourceArn":"string","tagKeys":"TagKeys"},"required":["resourceArn","tagKeys"]},"UpdateClusterRequest":{"kind":"structure","members":{"cluster":"string","settings":"ClusterSettings","configuration":"ClusterConfiguration","serviceConnectDefaults":"ClusterServiceConnectDefaultsRequest"},"required":["cluster"]},"UpdateClusterSettingsRequest":{"kind":"structure","members":{"cluster":"string","settings":"ClusterSettings"},"required":["cluster","settings"]},"UpdateServiceRequest":{"kind":"structure","members":{"cluster":"string","service":"string","desiredCount":"number","taskDefinition":"string","capacityProviderStrategy":"CapacityProviderStrategy","deploymentConfiguration":"DeploymentConfiguration","availabilityZoneRebalancing":"AvailabilityZoneRebalancing","networkConfiguration":"NetworkConfiguration","placementConstraints":"PlacementConstraints","placementStrategy":"PlacementStrategies","platformVersion":"string","forceNewDeployment":"boolean","healthCheckGracePeriodSeconds":"number","deploymentController":"DeploymentController","enableExecuteCommand":"boolean","enableECSManagedTags":"boolean","loadBalancers":"LoadBalancers","propagateTags":"PropagateTags","serviceRegistries":"ServiceRegistries","serviceConnectConfiguration":"ServiceConnectConfiguration","volumeConfigurations":"ServiceVolumeConfigurations","vpcLatticeConfigurations":"VpcLatticeConfigurations","gatewayConnectors":"GatewayConnectorList","monitoring":"MonitoringConfiguration"},"required":["service"]},"VersionConsistency":{"kind":"string","enum":["enabled","disabled"]},"Volume":{"kind":"structure","members":{"name":"string","host":"HostVolumeProperties","dockerVolumeConfiguration":"DockerVolumeConfiguration","efsVolumeConfiguration":"EFSVolumeConfiguration","s3filesVolumeConfiguration":"S3FilesVolumeConfiguration","fsxWindowsFileServerVolumeConfiguration":"FSxWindowsFileServerVolumeConfiguration","configuredAtLaunch":"boolean"}},"VolumeFrom":{"kind":"structure","members":{"sourceContainer":"string","readOnly":"boolean"}},"VolumeFromList":{"kind":"list","of":"VolumeFrom"},"VolumeList":{"kind":"list","of":"Volume"},"VpcLatticeAdvancedConfiguration":{"kind":"structure","members":{"alternateTargetGroupArn":"string","productionListenerRule":"string","testListenerRule":"string"}},"VpcLatticeConfiguration":{"kind":"structure","members":{"roleArn":"string","targetGroupArn":"string","portName":"string","advancedConfiguration":"VpcLatticeAdvancedConfiguration"},"required":["roleArn","targetGroupArn","portName"]},"VpcLatticeConfigurations":{"kind":"list","of":"VpcLatticeConfiguration"}}},"elasticloadbalancing":{"inputs":{"CreateListener":"CreateListenerInput","CreateLoadBalancer":"CreateLoadBalancerInput","CreateRule":"CreateRuleInput","CreateTargetGroup":"CreateTargetGroupInput","DescribeListeners":"DescribeListenersInput","DescribeLoadBalancers":"DescribeLoadBalancersInput","DescribeRules":"DescribeRulesInput","DescribeTargetGroupAttributes":"DescribeTargetGroupAttributesInput","DescribeTargetGroups":"DescribeTargetGroupsInput","DescribeTargetHealth":"DescribeTargetHealthInput","ModifyTargetGroupAttributes":"ModifyTargetGroupAttributesInput"},"shapes":{"Action":{"kind":"structure","members":{"Type":"ActionTypeEnum","TargetGroupArn":"string","AuthenticateOidcConfig":"AuthenticateOidcActionConfig","AuthenticateCognitoConfig":"AuthenticateCognitoActionConfig","Order":"ActionOrder","RedirectConfig":"RedirectActionConfig","FixedResponseConfig":"FixedResponseActionConfig","ForwardConfig":"ForwardActionConfig","JwtValidationConfig":"JwtValidationActionConfig"},"required":["Type"]},"ActionOrder":{"kind":"number","min":1,"max":50000},"ActionTypeEnum":{"kind":"string","enum":["forward","authenticate-oidc","authenticate-cognito","redirect","fixed-response","jwt-validation"]},"Actions":{"kind":"list","of":"Action"},"AdvertiseTrustStoreCaNamesEnum":{"kind":"string","enum":["on","off"]},"AlpnPolicyName":{"kind":"list","of":"string"},"AuthenticateCognitoActionAuthenticationRequestExtraParams":{"kind":"map","key":"string","of":"string"},"AuthenticateCognitoActionConditionalBehaviorEnum":{"kind":"string","enum":["deny","allow","authenticate"]},"AuthenticateCognitoActionConfig":{"kind":"structure","members":{"UserPoolArn":"string","UserPoolClientId":"string","UserPoolDomain":"string","SessionCookieName":"string","Scope":"string","SessionTimeout":"number","AuthenticationRequestExtraParams":"AuthenticateCognitoActionAuthenticationRequestExtraParams","OnUnauthenticatedRequest":"AuthenticateCognitoActionConditionalBehaviorEnum"},"required":["UserPoolArn","UserPoolClientId","UserPoolDomain"]},"AuthenticateOidcActionAuthenticationRequestExtraParams":{"kind":"map","key":"string","of":"string"},"AuthenticateOidcActionConditionalBehaviorEnum":{"kind":"string","enum":["deny","allow","authenticate"]},"AuthenticateOidcActionConfig":{"kind":"structure","members":{"Issuer":"string","AuthorizationEndpoint":"string","TokenEndpoint":"string","UserInfoEndpoint":"string","ClientId":"string","ClientSecret":"string","SessionCookieName":"string","Scope":"string","SessionTimeout":"number","AuthenticationRequestExtraParams":"AuthenticateOidcActionAuthenticationRequestExtraParams","OnUnauthenticatedRequest":"AuthenticateOidcActionConditionalBehaviorEnum","UseExistingClientSecret":"boolean"},"required":["Issuer","AuthorizationEndpoint","TokenEndpoint","UserInfoEndpoint","ClientId"]},"Certificate":{"kind":"structure","members":{"CertificateArn":"string","IsDefault":"boolean"}},"CertificateList":{"kind":"list","of":"Certificate"},"ConditionFieldName":{"kind":"string","max":64},"CreateListenerInput":{"kind":"structure","members":{"LoadBalancerArn":"string","Protocol":"ProtocolEnum","Port":"Port","SslPolicy":"string","Certificates":"CertificateList","DefaultActions":"Actions","AlpnPolicy":"AlpnPolicyName","Tags":"TagList","MutualAuthentication":"MutualAuthenticationAttributes"},"required":["LoadBalancerArn","DefaultActions"]},"CreateLoadBalancerInput":{"kind":"structure","members":{"Name":"string","Subnets":"Subnets","SubnetMappings":"SubnetMappings","SecurityGroups":"SecurityGroups","Scheme":"LoadBalancerSchemeEnum","Tags":"TagList","Type":"LoadBalancerTypeEnum","IpAddressType":"IpAddressType","CustomerOwnedIpv4Pool":"CustomerOwnedIpv4Pool","EnablePrefixForIpv6SourceNat":"EnablePrefixForIpv6SourceNatEnum","IpamPools":"IpamPools"},"required":["Name"]},"CreateRuleInput":{"kind":"structure","members":{"ListenerArn":"string","Conditions":"RuleConditionList","Priority":"RulePriority","Actions":"Actions","Tags":"TagList","Transforms":"RuleTransformList"},"required":["ListenerArn","Conditions","Priority","Actions"]},"CreateTargetGroupInput":{"kind":"structure","members":{"Name":"string","Protocol":"ProtocolEnum","ProtocolVersion":"string","Port":"Port","VpcId":"string","HealthCheckProtocol":"ProtocolEnum","HealthCheckPort":"string","HealthCheckEnabled":"boolean","HealthCheckPath":"Path","HealthCheckIntervalSeconds":"HealthCheckIntervalSeconds","HealthCheckTimeoutSeconds":"HealthCheckTimeoutSeconds","HealthyThresholdCount":"HealthCheckThresholdCount","UnhealthyThresholdCount":"HealthCheckThresholdCount","Matcher":"Matcher","TargetType":"TargetTypeEnum","Tags":"TagList","IpAddressType":"TargetGroupIpAddressTypeEnum","TargetControlPort":"TargetControlPort"},"required":["Name"]},"CustomerOwnedIpv4Pool":{"kind":"string","max":256,"pattern":"^(ipv4pool-coip-)[a-zA-Z0-9]+$"},"DescribeListenersInput":{"kind":"structure","members":{"LoadBalancerArn":"string","ListenerArns":"ListenerArns","Marker":"string","PageSize":"PageSize"}},"DescribeLoadBalancersInput":{"kind":"structure","members":{"LoadBalancerArns":"LoadBalancerArns","Names":"LoadBalancerNames","Marker":"string","PageSize":"PageSize"}},"DescribeRulesInput":{"kind":"structure","members":{"ListenerArn":"string","RuleArns":"RuleArns","Marker":"string","PageSize":"PageSize"}},"DescribeTargetGroupAttributesInput":{"kind":"structure","members":{"TargetGroupArn":"string"},"required":["TargetGroupArn"]},"DescribeTargetGroupsInput":{"kind":"structure","members":{"LoadBalancerArn":"string","TargetGroupArns":"TargetGroupArns","Names":"TargetGroupNames","Marker":"string","PageSize":"PageSize"}},"DescribeTargetHealthInput":{"kind":"structure","members":{"TargetGroupArn":"string","Targets":"TargetDescriptions","Include":"ListOfDescribeTargetHealthIncludeOptions"},"required":["TargetGroupArn"]},"DescribeTargetHealthInputIncludeEnum":{"kind":"string","enum":["AnomalyDetection","All"]},"EnablePrefixForIpv6SourceNatEnum":{"kind":"string","enum":["on","off"]},"FixedResponseActionConfig":{"kind":"structure","members":{"MessageBody":"FixedResponseActionMessage","StatusCode":"FixedResponseActionStatusCode","ContentType":"FixedResponseActionContentType"},"required":["StatusCode"]},"FixedResponseActionContentType":{"kind":"string","min":0,"max":32},"FixedResponseActionMessage":{"kind":"string","min":0,"max":1024},"FixedResponseActionStatusCode":{"kind":"string","pattern":"^(2|4|5)\\\\d\\\\d$"},"ForwardActionConfig":{"kind":"structure","members":{"TargetGroups":"TargetGroupList","TargetGroupStickinessConfig":"TargetGroupStickinessConfig"}},"HealthCheckIntervalSeconds":{"kind":"number","min":5,"max":300},"HealthCheckThresholdCount":{"kind":"number","min":2,"max":10},"HealthCheckTimeoutSeconds":{"kind":"number","min":2,"max":120},"HostHeaderConditionConfig":{"kind":"structure","members":{"Values":"ListOfString","RegexValues":"ListOfString"}},"HostHeaderRewriteConfig":{"kind":"structure","members":{"Rewrites":"RewriteConfigList"}},"HttpHeaderConditionConfig":{"kind":"structure","members":{"HttpHeaderName":"string","Values":"ListOfString","RegexValues":"ListOfString"}},"HttpRequestMethodConditionConfig":{"kind":"structure","members":{"Values":"ListOfString"}},"IpAddressType":{"kind":"string","enum":["ipv4","dualstack","dualstack-without-public-ipv4"]},"IpamPoolId":{"kind":"string","max":1000,"pattern":"^(ipam-pool-)[a-zA-Z0-9]+$"},"IpamPools":{"kind":"structure","members":{"Ipv4IpamPoolId":"IpamPoolId"}},"JwtValidationActionAdditionalClaim":{"kind":"structure","members":{"Format":"JwtValidationActionAdditionalClaimFormatEnum","Name":"string","Values":"JwtValidationActionAdditionalClaimValues"},"required":["Format","Name","Values"]},"JwtValidationActionAdditionalClaimFormatEnum":{"kind":"string","enum":["single-string","string-array","space-separated-values"]},"JwtValidationActionAdditionalClaimValues":{"kind":"list","of":"string"},"JwtValidationActionAdditionalClaims":{"kind":"list","of":"JwtValidationActionAdditionalClaim"},"JwtValidationActionConfig":{"kind":"structure","members":{"JwksEndpoint":"string","Issuer":"string","AdditionalClaims":"JwtValidationActionAdditionalClaims"},"required":["JwksEndpoint","Issuer"]},"ListOfDescribeTargetHealthIncludeOptions":{"kind":"list","of":"DescribeTargetHealthInputIncludeEnum"},"ListOfString":{"kind":"list","of":"string"},"ListenerArns":{"kind":"list","of":"string"},"LoadBalancerArns":{"kind":"list","of":"string"},"LoadBalancerNames":{"kind":"list","of":"string"},"LoadBalancerSchemeEnum":{"kind":"string","enum":["internet-facing","internal"]},"LoadBalancerTypeEnum":{"kind":"string","enum":["application","network","gateway"]},"Matcher":{"kind":"structure","members":{"HttpCode":"string","GrpcCode":"string"}},"ModifyTargetGroupAttributesInput":{"kind":"structure","members":{"TargetGroupArn":"string","Attributes":"TargetGroupAttributes"},"required":["TargetGroupArn","Attributes"]},"MutualAuthenticationAttributes":{"kind":"structure","members":{"Mode":"string","TrustStoreArn":"string","IgnoreClientCertificateExpiry":"boolean","TrustStoreAssociationStatus":"TrustStoreAssociationStatusEnum","AdvertiseTrustStoreCaNames":"AdvertiseTrustStoreCaNamesEnum"}},"PageSize":{"kind":"number","min":1,"max":400},"Path":{"kind":"string","min":1,"max":1024},"PathPatternConditionConfig":{"kind":"structure","members":{"Values":"ListOfString","RegexValues":"ListOfString"}},"Port":{"kind":"number","min":1,"max":65535},"ProtocolEnum":{"kind":"string","enum":["HTTP","HTTPS","TCP","TLS","UDP","TCP_UDP","GENEVE","QUIC","TCP_QUIC"]},"QueryStringConditionConfig":{"kind":"structure","members":{"Values":"QueryStringKeyValuePairList"}},"QueryStringKeyValuePair":{"kind":"structure","members":{"Key":"string","Value":"string"}},"QueryStringKeyValuePairList":{"kind":"list","of":"QueryStringKeyValuePair"},"QuicServerId":{"kind":"string","min":1,"max":256},"RedirectActionConfig":{"kind":"structure","members":{"Protocol":"RedirectActionProtocol","Port":"string","Host":"RedirectActionHost","Path":"RedirectActionPath","Query":"RedirectActionQuery","StatusCode":"RedirectActionStatusCodeEnum"},"required":["StatusCode"]},"RedirectActionHost":{"kind":"string","min":1,"max":128},"RedirectActionPath":{"kind":"string","min":1,"max":128},"RedirectActionProtocol":{"kind":"string","pattern":"^(HTTPS?|#\\\\{protocol\\\\})$"},"RedirectActionQuery":{"kind":"string","min":0,"max":128},"RedirectActionStatusCodeEnum":{"kind":"string","enum":["HTTP_301","HTTP_302"]},"RewriteConfig":{"kind":"structure","members":{"Regex":"string","Replace":"string"},"required":["Regex","Replace"]},"RewriteConfigList":{"kind":"list","of":"RewriteConfig"},"RuleArns":{"kind":"list","of":"string"},"RuleCondition":{"kind":"structure","members":{"Field":"ConditionFieldName","Values":"ListOfString","HostHeaderConfig":"HostHeaderConditionConfig","PathPatternConfig":"PathPatternConditionConfig","HttpHeaderConfig":"HttpHeaderConditionConfig","QueryStringConfig":"QueryStringConditionConfig","HttpRequestMethodConfig":"HttpRequestMethodConditionConfig","SourceIpConfig":"SourceIpConditionConfig","RegexValues":"ListOfString"}},"RuleConditionList":{"kind":"list","of":"RuleCondition"},"RulePriority":{"kind":"number","min":1,"max":50000},"RuleTransform":{"kind":"structure","members":{"Type":"TransformTypeEnum","HostHeaderRewriteConfig":"HostHeaderRewriteConfig","UrlRewriteConfig":"UrlRewriteConfig"},"required":["Type"]},"RuleTransformList":{"kind":"list","of":"RuleTransform"},"SecurityGroups":{"kind":"list","of":"string"},"SourceIpAddressTypeEnum":{"kind":"string","enum":["ipv4","ipv6"]},"SourceIpConditionConfig":{"kind":"structure","members":{"Values":"ListOfString","IpAddressType":"SourceIpAddressTypeEnum"}},"SubnetMapping":{"kind":"structure","members":{"SubnetId":"string","AllocationId":"string","PrivateIPv4Address":"string","IPv6Address":"string","SourceNatIpv6Prefix":"string"}},"SubnetMappings":{"kind":"list","of":"SubnetMapping"},"Subnets":{"kind":"list","of":"string"},"Tag":{"kind":"structure","members":{"Key":"TagKey","Value":"TagValue"},"required":["Key"]},"TagKey":{"kind":"string","min":1,"max":128,"pattern":"^([\\\\p{L}\\\\p{Z}\\\\p{N}_.:/=+\\\\-@]*)$"},"TagList":{"kind":"list","min":1,"of":"Tag"},"TagValue":{"kind":"string","min":0,"max":256,"pattern":"^([\\\\p{L}\\\\p{Z}\\\\p{N}_.:/=+\\\\-@]*)$"},"TargetControlPort":{"kind":"number","min":1,"max":65535},"TargetDescription":{"kind":"structure","members":{"Id":"string","Port":"Port","AvailabilityZone":"string","QuicServerId":"QuicServerId"},"required":["Id"]},"TargetDescriptions":{"kind":"list","of":"TargetDescription"},"TargetGroupArns":{"kind":"list","of":"string"},"TargetGroupAttribute":{"kind":"structure","members":{"Key":"TargetGroupAttributeKey","Value":"string"}},"TargetGroupAttributeKey":{"kind":"string","max":256,"pattern":"^[a-zA-Z0-9._]+$"},"TargetGroupAttributes":{"kind":"list","of":"TargetGroupAttribute"},"TargetGroupIpAddressTypeEnum":{"kind":"string","enum":["ipv4","ipv6"]},"TargetGroupList":{"kind":"list","of":"TargetGroupTuple"},"TargetGroupNames":{"kind":"list","of":"string"},"TargetGroupStickinessConfig":{"kind":"structure","members":{"Enabled":"boolean","DurationSeconds":"number"}},"TargetGroupTuple":{"kind":"structure","members":{"TargetGroupArn":"string","Weight":"number"}},"TargetTypeEnum":{"kind":"string","enum":["instance","ip","lambda","alb"]},"TransformTypeEnum":{"kind":"string","enum":["host-header-rewrite","url-rewrite"]},"TrustStoreAssociationStatusEnum":{"kind":"string","enum":["active","removed"]},"UrlRewriteConfig":{"kind":"structure","members":{"Rewrites":"RewriteConfigList"}}}},"events":{"inputs":{"DeleteRule":"DeleteRuleRequest","DescribeRule":"DescribeRuleRequest","DisableRule":"DisableRuleRequest","EnableRule":"EnableRuleRequest","ListRuleNamesByTarget":"ListRuleNamesByTargetRequest","ListRules":"ListRulesRequest","ListTagsForResource":"ListTagsForResourceRequest","ListTargetsByRule":"ListTargetsByRuleRequest","PutRule":"PutRuleRequest","PutTargets":"PutTargetsRequest","RemoveTargets":"RemoveTargetsRequest","TagResource":"TagResourceRequest","TestEventPattern":"TestEventPatternRequest","UntagResource":"UntagResourceRequest"},"shapes":{"AppSyncParameters":{"kind":"structure","members":{"GraphQLOperation":"GraphQLOperation"}},"Arn":{"kind":"string","min":1,"max":1600},"AssignPublicIp":{"kind":"string","enum":["ENABLED","DISABLED"]},"AwsVpcConfiguration":{"kind":"structure","members":{"Subnets":"StringList","SecurityGroups":"StringList","AssignPublicIp":"AssignPublicIp"},"required":["Subnets"]},"BatchArrayProperties":{"kind":"structure","members":{"Size":"number"}},"BatchParameters":{"kind":"structure","members":{"JobDefinition":"string","JobName":"string","ArrayProperties":"BatchArrayProperties","RetryStrategy":"BatchRetryStrategy"},"required":["JobDefinition","JobName"]},"BatchRetryStrategy":{"kind":"structure","members":{"Attempts":"number"}},"CapacityProvider":{"kind":"string","min":1,"max":255},"CapacityProviderStrategy":{"kind":"list","max":6,"of":"CapacityProviderStrategyItem"},"CapacityProviderStrategyItem":{"kind":"structure","members":{"capacityProvider":"CapacityProvider","weight":"CapacityProviderStrategyItemWeight","base":"CapacityProviderStrategyItemBase"},"required":["capacityProvider"]},"CapacityProviderStrategyItemBase":{"kind":"number","min":0,"max":100000},"CapacityProviderStrategyItemWeight":{"kind":"number","min":0,"max":1000},"Database":{"kind":"string","min":1,"max":64},"DbUser":{"kind":"string","min":1,"max":128},"DeadLetterConfig":{"kind":"structure","members":{"Arn":"ResourceArn"}},"DeleteRuleRequest":{"kind":"structure","members":{"Name":"RuleName","EventBusName":"EventBusNameOrArn","Force":"boolean"},"required":["Name"]},"DescribeRuleRequest":{"kind":"structure","members":{"Name":"RuleName","EventBusName":"EventBusNameOrArn"},"required":["Name"]},"DisableRuleRequest":{"kind":"structure","members":{"Name":"RuleName","EventBusName":"EventBusNameOrArn"},"required":["Name"]},"EcsParameters":{"kind":"structure","members":{"TaskDefinitionArn":"Arn","TaskCount":"LimitMin1","LaunchType":"LaunchType","NetworkConfiguration":"NetworkConfiguration","PlatformVersion":"string","Group":"string","CapacityProviderStrategy":"CapacityProviderStrategy","EnableECSManagedTags":"boolean","EnableExecuteCommand":"boolean","PlacementConstraints":"PlacementConstraints","PlacementStrategy":"PlacementStrategies","PropagateTags":"PropagateTags","ReferenceId":"ReferenceId","Tags":"TagList"},"required":["TaskDefinitionArn"]},"EnableRuleRequest":{"kind":"structure","members":{"Name":"RuleName","EventBusName":"EventBusNameOrArn"},"required":["Name"]},"EventBusNameOrArn":{"kind":"string","min":1,"max":1600,"pattern":"(arn:aws[\\\\w-]*:events:[a-z]+-[a-z]+-[\\\\w-]+:[0-9]{12}:event-bus\\\\/)?[/\\\\.\\\\-_A-Za-z0-9]+"},"EventPattern":{"kind":"string","max":4096},"GraphQLOperation":{"kind":"string","min":1,"max":1048576},"HeaderKey":{"kind":"string","max":512,"pattern":"^[!#$%&\'*+-.^_`|~0-9a-zA-Z]+$"},"HeaderParametersMap":{"kind":"map","key":"HeaderKey","of":"HeaderValue"},"HeaderValue":{"kind":"string","max":512,"pattern":"^\\\\t*[\\\\x20-\\\\x7E][\\\\t\\\\x20-\\\\x7E]*$"},"HttpParameters":{"kind":"structure","members":{"PathParameterValues":"PathParameterList","HeaderParameters":"HeaderParametersMap","QueryStringParameters":"QueryStringParametersMap"}},"InputTransformer":{"kind":"structure","members":{"InputPathsMap":"TransformerPaths","InputTemplate":"TransformerInput"},"required":["InputTemplate"]},"InputTransformerPathKey":{"kind":"string","min":1,"max":256,"pattern":"[A-Za-z0-9\\\\_\\\\-]+"},"KinesisParameters":{"kind":"structure","members":{"PartitionKeyPath":"TargetPartitionKeyPath"},"required":["PartitionKeyPath"]},"LaunchType":{"kind":"string","enum":["EC2","FARGATE","EXTERNAL"]},"LimitMax100":{"kind":"number","min":1,"max":100},"LimitMin1":{"kind":"number","min":1},"ListRuleNamesByTargetRequest":{"kind":"structure","members":{"TargetArn":"TargetArn","EventBusName":"EventBusNameOrArn","NextToken":"NextToken","Limit":"LimitMax100"},"required":["TargetArn"]},"ListRulesRequest":{"kind":"structure","members":{"NamePrefix":"RuleName","EventBusName":"EventBusNameOrArn","NextToken":"NextToken","Limit":"LimitMax100"}},"ListTagsForResourceRequest":{"kind":"structure","members":{"ResourceARN":"Arn"},"required":["ResourceARN"]},"ListTargetsByRuleRequest":{"kind":"structure","members":{"Rule":"RuleName","EventBusName":"EventBusNameOrArn","NextToken":"NextToken","Limit":"LimitMax100"},"required":["Rule"]},"MaximumEventAgeInSeconds":{"kind":"number","min":60,"max":86400},"MaximumRetryAttempts":{"kind":"number","min":0,"max":185},"MessageGroupId":{"kind":"string","max":100},"NetworkConfiguration":{"kind":"structure","members":{"awsvpcConfiguration":"AwsVpcConfiguration"}},"NextToken":{"kind":"string","min":1,"max":2048},"PathParameter":{"kind":"string","pattern":"^(?!\\\\s*$).+"},"PathParameterList":{"kind":"list","of":"PathParameter"},"PlacementConstraint":{"kind":"structure","members":{"type":"PlacementConstraintType","expression":"PlacementConstraintExpression"}},"PlacementConstraintExpression":{"kind":"string","max":2000},"PlacementConstraintType":{"kind":"string","enum":["distinctInstance","memberOf"]},"PlacementConstraints":{"kind":"list","max":10,"of":"PlacementConstraint"},"PlacementStrategies":{"kind":"list","max":5,"of":"PlacementStrategy"},"PlacementStrategy":{"kind":"structure","members":{"type":"PlacementStrategyType","field":"PlacementStrategyField"}},"PlacementStrategyField":{"kind":"string","max":255},"PlacementStrategyType":{"kind":"string","enum":["random","spread","binpack"]},"PropagateTags":{"kind":"string","enum":["TASK_DEFINITION"]},"PutRuleRequest":{"kind":"structure","members":{"Name":"RuleName","ScheduleExpression":"ScheduleExpression","EventPattern":"EventPattern","State":"RuleState","Description":"RuleDescription","RoleArn":"RoleArn","Tags":"TagList","EventBusName":"EventBusNameOrArn"},"required":["Name"]},"PutTargetsRequest":{"kind":"structure","members":{"Rule":"RuleName","EventBusName":"EventBusNameOrArn","Targets":"TargetList"},"required":["Rule","Targets"]},"QueryStringKey":{"kind":"string","max":512,"pattern":"[^\\\\x00-\\\\x1F\\\\x7F]+"},"QueryStringParametersMap":{"kind":"map","key":"QueryStringKey","of":"QueryStringValue"},"QueryStringValue":{"kind":"string","max":512,"pattern":"[^\\\\x00-\\\\x09\\\\x0B\\\\x0C\\\\x0E-\\\\x1F\\\\x7F]+"},"RedshiftDataParameters":{"kind":"structure","members":{"SecretManagerArn":"RedshiftSecretManagerArn","Database":"Database","DbUser":"DbUser","Sql":"Sql","StatementName":"StatementName","WithEvent":"boolean","Sqls":"Sqls"},"required":["Database"]},"RedshiftSecretManagerArn":{"kind":"string","min":1,"max":1600,"pattern":"(^arn:aws([a-z]|\\\\-)*:secretsmanager:[a-z0-9-.]+:.*)|(\\\\$(\\\\.[\\\\w_-]+(\\\\[(\\\\d+|\\\\*)\\\\])*)*)"},"ReferenceId":{"kind":"string","max":1024},"RemoveTargetsRequest":{"kind":"structure","members":{"Rule":"RuleName","EventBusName":"EventBusNameOrArn","Ids":"TargetIdList","Force":"boolean"},"required":["Rule","Ids"]},"ResourceArn":{"kind":"string","min":1,"max":1600},"RetryPolicy":{"kind":"structure","members":{"MaximumRetryAttempts":"MaximumRetryAttempts","MaximumEventAgeInSeconds":"MaximumEventAgeInSeconds"}},"RoleArn":{"kind":"string","min":1,"max":1600},"RuleDescription":{"kind":"string","max":512},"RuleName":{"kind":"string","min":1,"max":64,"pattern":"[\\\\.\\\\-_A-Za-z0-9]+"},"RuleState":{"kind":"string","enum":["ENABLED","DISABLED","ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"]},"RunCommandParameters":{"kind":"structure","members":{"RunCommandTargets":"RunCommandTargets"},"required":["RunCommandTargets"]},"RunCommandTarget":{"kind":"structure","members":{"Key":"RunCommandTargetKey","Values":"RunCommandTargetValues"},"required":["Key","Values"]},"RunCommandTargetKey":{"kind":"string","min":1,"max":128,"pattern":"^[\\\\p{L}\\\\p{Z}\\\\p{N}_.:/=+\\\\-@]*$"},"RunCommandTargetValue":{"kind":"string","min":1,"max":256},"RunCommandTargetValues":{"kind":"list","min":1,"max":50,"of":"RunCommandTargetValue"},"RunCommandTargets":{"kind":"list","min":1,"max":5,"of":"RunCommandTarget"},"SageMakerPipelineParameter":{"kind":"structure","members":{"Name":"SageMakerPipelineParameterName","Value":"SageMakerPipelineParameterValue"},"required":["Name","Value"]},"SageMakerPipelineParameterList":{"kind":"list","min":0,"max":200,"of":"SageMakerPipelineParameter"},"SageMakerPipelineParameterName":{"kind":"string","min":1,"max":256,"pattern":"^[a-zA-Z0-9](-*[a-zA-Z0-9])*$"},"SageMakerPipelineParameterValue":{"kind":"string","max":1024},"SageMakerPipelineParameters":{"kind":"structure","members":{"PipelineParameterList":"SageMakerPipelineParameterList"}},"ScheduleExpression":{"kind":"string","max":256},"Sql":{"kind":"string","min":1,"max":100000},"Sqls":{"kind":"list","min":0,"max":40,"of":"Sql"},"SqsParameters":{"kind":"structure","members":{"MessageGroupId":"MessageGroupId"}},"StatementName":{"kind":"string","min":1,"max":500},"StringList":{"kind":"list","of":"string"},"Tag":{"kind":"structure","members":{"Key":"TagKey","Value":"TagValue"},"required":["Key","Value"]},"TagKey":{"kind":"string","min":1,"max":128},"TagKeyList":{"kind":"list","of":"TagKey"},"TagList":{"kind":"list","of":"Tag"},"TagResourceRequest":{"kind":"structure","members":{"ResourceARN":"Arn","Tags":"TagList"},"required":["ResourceARN","Tags"]},"TagValue":{"kind":"string","min":0,"max":256},"Target":{"kind":"structure","members":{"Id":"TargetId","Arn":"TargetArn","RoleArn":"RoleArn","Input":"TargetInput","InputPath":"TargetInputPath","InputTransformer":"InputTransformer","KinesisParameters":"KinesisParameters","RunCommandParameters":"RunCommandParameters","EcsParameters":"EcsParameters","BatchParameters":"BatchParameters","SqsParameters":"SqsParameters","HttpParameters":"HttpParameters","RedshiftDataParameters":"RedshiftDataParameters","SageMakerPipelineParameters":"SageMakerPipelineParameters","DeadLetterConfig":"DeadLetterConfig","RetryPolicy":"RetryPolicy","AppSyncParameters":"AppSyncParameters"},"required":["Id","Arn"]},"TargetArn":{"kind":"string","min":1,"max":1600},"TargetId":{"kind":"string","min":1,"max":64,"pattern":"[\\\\.\\\\-_A-Za-z0-9]+"},"TargetIdList":{"kind":"list","min":1,"max":100,"of":"TargetId"},"TargetInput":{"kind":"string","max":8192},"TargetInputPath":{"kind":"string","max":256},"TargetList":{"kind":"list","min":1,"max":100,"of":"Target"},"TargetPartitionKeyPath":{"kind":"string","max":256},"TestEventPatternRequest":{"kind":"structure","members":{"EventPattern":"EventPattern","Event":"string"},"required":["EventPattern","Event"]},"TransformerInput":{"kind":"string","min":1,"max":8192},"TransformerPaths":{"kind":"map","max":100,"key":"InputTransformerPathKey","of":"TargetInputPath"},"UntagResourceRequest":{"kind":"structure","members":{"ResourceARN":"Arn","TagKeys":"TagKeyList"},"required":["ResourceARN","TagKeys"]}}},"logs":{"inputs":{"AssociateKmsKey":"AssociateKmsKeyRequest","CreateLogGroup":"CreateLogGroupRequest","CreateLogStream":"CreateLogStreamRequest","DeleteLogGroup":"DeleteLogGroupRequest","DeleteLogStream":"DeleteLogStreamRequest","DeleteMetricFilter":"DeleteMetricFilterRequest","DeleteRetentionPolicy":"DeleteRetentionPolicyRequest","DeleteSubscriptionFilter":"DeleteSubscriptionFilterRequest","DescribeLogGroups":"DescribeLogGroupsRequest","DescribeLogStreams":"DescribeLogStreamsRequest","DescribeMetricFilters":"DescribeMetricFiltersRequest","DescribeSubscriptionFilters":"DescribeSubscriptionFiltersRequest","DisassociateKmsKey":"DisassociateKmsKeyRequest","FilterLogEvents":"FilterLogEventsRequest","GetLogEvents":"GetLogEventsRequest","ListTagsForResource":"ListTagsForResourceRequest","ListTagsLogGroup":"ListTagsLogGroupRequest","PutLogEvents":"PutLogEventsRequest","PutMetricFilter":"PutMetricFilterRequest","PutRetentionPolicy":"PutRetentionPolicyRequest","PutSubscriptionFilter":"PutSubscriptionFilterRequest","TagLogGroup":"TagLogGroupRequest","TagResource":"TagResourceRequest","UntagLogGroup":"UntagLogGroupRequest","UntagResource":"UntagResourceRequest"},"shapes":{"AccountId":{"kind":"string","min":12,"max":12,"pattern":"^\\\\d{12}$"},"AccountIds":{"kind":"list","min":0,"max":20,"of":"AccountId"},"AmazonResourceName":{"kind":"string","min":1,"max":1011,"pattern":"[\\\\w+=/:,.@-]*"},"AssociateKmsKeyRequest":{"kind":"structure","members":{"logGroupName":"LogGroupName","kmsKeyId":"KmsKeyId","resourceIdentifier":"ResourceIdentifier"},"required":["kmsKeyId"]},"CreateLogGroupRequest":{"kind":"structure","members":{"logGroupName":"LogGroupName","kmsKeyId":"KmsKeyId","tags":"Tags","logGroupClass":"LogGroupClass","deletionProtectionEnabled":"boolean"},"required":["logGroupName"]},"CreateLogStreamRequest":{"kind":"structure","members":{"logGroupName":"LogGroupName","logStreamName":"LogStreamName"},"required":["logGroupName","logStreamName"]},"DeleteLogGroupRequest":{"kind":"structure","members":{"logGroupName":"LogGroupName"},"required":["logGroupName"]},"DeleteLogStreamRequest":{"kind":"structure","members":{"logGroupName":"LogGroupName","logStreamName":"LogStreamName"},"required":["logGroupName","logStreamName"]},"DeleteMetricFilterRequest":{"kind":"structure","members":{"logGroupName":"LogGroupName","filterName":"FilterName"},"required":["logGroupName","filterName"]},"DeleteRetentionPolicyRequest":{"kind":"structure","members":{"logGroupName":"LogGroupName"},"required":["logGroupName"]},"DeleteSubscriptionFilterRequest":{"kind":"structure","members":{"logGroupName":"LogGroupName","filterName":"FilterName"},"required":["logGroupName","filterName"]},"DescribeLimit":{"kind":"number","min":1,"max":50},"DescribeLogGroupsLogGroupIdentifiers":{"kind":"list","min":1,"max":50,"of":"LogGroupIdentifier"},"DescribeLogGroupsRequest":{"kind":"structure","members":{"accountIdentifiers":"AccountIds","logGroupNamePrefix":"LogGroupName","logGroupNamePattern":"LogGroupNamePattern","nextToken":"NextToken","limit":"DescribeLimit","includeLinkedAccounts":"boolean","logGroupClass":"LogGroupClass","logGroupIdentifiers":"DescribeLogGroupsLogGroupIdentifiers"}},"DescribeLogStreamsRequest":{"kind":"structure","members":{"logGroupName":"LogGroupName","logGroupIdentifier":"LogGroupIdentifier","logStreamNamePrefix":"LogStreamName","orderBy":"OrderBy","descending":"boolean","nextToken":"NextToken","limit":"DescribeLimit"}},"DescribeMetricFiltersRequest":{"kind":"structure","members":{"logGroupName":"LogGroupName","filterNamePrefix":"FilterName","nextToken":"NextToken","limit":"DescribeLimit","metricName":"MetricName","metricNamespace":"MetricNamespace"}},"DescribeSubscriptionFiltersRequest":{"kind":"structure","members":{"logGroupName":"LogGroupName","filterNamePrefix":"FilterName","nextToken":"NextToken","limit":"DescribeLimit"},"required":["logGroupName"]},"DestinationArn":{"kind":"string","min":1},"Dimensions":{"kind":"map","key":"DimensionsKey","of":"DimensionsValue"},"DimensionsKey":{"kind":"string","max":255},"DimensionsValue":{"kind":"string","max":255},"DisassociateKmsKeyRequest":{"kind":"structure","members":{"logGroupName":"LogGroupName","resourceIdentifier":"ResourceIdentifier"}},"Distribution":{"kind":"string","enum":["Random","ByLogStream"]},"EmitSystemFields":{"kind":"list","of":"string"},"Entity":{"kind":"structure","members":{"keyAttributes":"EntityKeyAttributes","attributes":"EntityAttributes"}},"EntityAttributes":{"kind":"map","min":0,"max":10,"key":"EntityAttributesKey","of":"EntityAttributesValue"},"EntityAttributesKey":{"kind":"string","min":1,"max":256},"EntityAttributesValue":{"kind":"string","min":1,"max":512},"EntityKeyAttributes":{"kind":"map","min":2,"max":4,"key":"EntityKeyAttributesKey","of":"EntityKeyAttributesValue"},"EntityKeyAttributesKey":{"kind":"string","min":1,"max":32},"EntityKeyAttributesValue":{"kind":"string","min":1,"max":512},"EventMessage":{"kind":"string","min":1},"EventsLimit":{"kind":"number","min":1,"max":10000},"FieldSelectionCriteria":{"kind":"string","min":0,"max":2000},"FilterLogEventsRequest":{"kind":"structure","members":{"logGroupName":"LogGroupName","logGroupIdentifier":"LogGroupIdentifier","logStreamNames":"InputLogStreamNames","logStreamNamePrefix":"LogStreamName","startTime":"Timestamp","endTime":"Timestamp","filterPattern":"FilterPattern","nextToken":"NextToken","limit":"EventsLimit","startFromHead":"boolean","interleaved":"boolean","unmask":"boolean"}},"FilterName":{"kind":"string","min":1,"max":512,"pattern":"[^:*]*"},"FilterPattern":{"kind":"string","min":0,"max":1024},"GetLogEventsRequest":{"kind":"structure","members":{"logGroupName":"LogGroupName","logGroupIdentifier":"LogGroupIdentifier","logStreamName":"LogStreamName","startTime":"Timestamp","endTime":"Timestamp","nextToken":"NextToken","limit":"EventsLimit","startFromHead":"boolean","unmask":"boolean"},"required":["logStreamName"]},"InputLogEvent":{"kind":"structure","members":{"timestamp":"Timestamp","message":"EventMessage"},"required":["timestamp","message"]},"InputLogEvents":{"kind":"list","min":1,"max":10000,"of":"InputLogEvent"},"InputLogStreamNames":{"kind":"list","min":1,"max":100,"of":"LogStreamName"},"KmsKeyId":{"kind":"string","max":256},"ListTagsForResourceRequest":{"kind":"structure","members":{"resourceArn":"AmazonResourceName"},"required":["resourceArn"]},"ListTagsLogGroupRequest":{"kind":"structure","members":{"logGroupName":"LogGroupName"},"required":["logGroupName"]},"LogGroupClass":{"kind":"string","enum":["STANDARD","INFREQUENT_ACCESS","DELIVERY","ESSENTIALS"]},"LogGroupIdentifier":{"kind":"string","min":1,"max":2048,"pattern":"[\\\\w#+=/:,.@-]*"},"LogGroupName":{"kind":"string","min":1,"max":512,"pattern":"[\\\\.\\\\-_/#A-Za-z0-9]+"},"LogGroupNamePattern":{"kind":"string","min":0,"max":512,"pattern":"[\\\\.\\\\-_/#A-Za-z0-9]*"},"LogStreamName":{"kind":"string","min":1,"max":512,"pattern":"[^:*]*"},"MetricName":{"kind":"string","max":255,"pattern":"[^:*$]*"},"MetricNamespace":{"kind":"string","max":255,"pattern":"[^:*$]*"},"MetricTransformation":{"kind":"structure","members":{"metricName":"MetricName","metricNamespace":"MetricNamespace","metricValue":"MetricValue","defaultValue":"number","dimensions":"Dimensions","unit":"StandardUnit"},"required":["metricName","metricNamespace","metricValue"]},"MetricTransformations":{"kind":"list","min":1,"max":1,"of":"MetricTransformation"},"MetricValue":{"kind":"string","max":100},"NextToken":{"kind":"string","min":1},"OrderBy":{"kind":"string","enum":["LogStreamName","LastEventTime"]},"PutLogEventsRequest":{"kind":"structure","members":{"logGroupName":"LogGroupName","logStreamName":"LogStreamName","logEvents":"InputLogEvents","sequenceToken":"SequenceToken","entity":"Entity"},"required":["logGroupName","logStreamName","logEvents"]},"PutMetricFilterRequest":{"kind":"structure","members":{"logGroupName":"LogGroupName","filterName":"FilterName","filterPattern":"FilterPattern","metricTransformations":"MetricTransformations","applyOnTransformedLogs":"boolean","fieldSelectionCriteria":"FieldSelectionCriteria","emitSystemFieldDimensions":"EmitSystemFields"},"required":["logGroupName","filterName","filterPattern","metricTransformations"]},"PutRetentionPolicyRequest":{"kind":"structure","members":{"logGroupName":"LogGroupName","retentionInDays":"number"},"required":["logGroupName","retentionInDays"]},"PutSubscriptionFilterRequest":{"kind":"structure","members":{"logGroupName":"LogGroupName","filterName":"FilterName","filterPattern":"FilterPattern","destinationArn":"DestinationArn","roleArn":"RoleArn","distribution":"Distribution","applyOnTransformedLogs":"boolean","fieldSelectionCriteria":"FieldSelectionCriteria","emitSystemFields":"EmitSystemFields"},"required":["logGroupName","filterName","filterPattern","destinationArn"]},"ResourceIdentifier":{"kind":"string","min":1,"max":2048,"pattern":"[\\\\w+=/:,.@\\\\-\\\\*]*"},"RoleArn":{"kind":"string","min":1},"SequenceToken":{"kind":"string","min":1},"StandardUnit":{"kind":"string","enum":["Seconds","Microseconds","Milliseconds","Bytes","Kilobytes","Megabytes","Gigabytes","Terabytes","Bits","Kilobits","Megabits","Gigabits","Terabits","Percent","Count","Bytes/Second","Kilobytes/Second","Megabytes/Second","Gigabytes/Second","Terabytes/Second","Bits/Second","Kilobits/Second","Megabits/Second","Gigabits/Second","Terabits/Second","Count/Second","None"]},"TagKey":{"kind":"string","min":1,"max":128,"pattern":"^([\\\\p{L}\\\\p{Z}\\\\p{N}_.:/=+\\\\-@]+)$"},"TagKeyList":{"kind":"list","min":0,"max":50,"of":"TagKey"},"TagList":{"kind":"list","min":1,"of":"TagKey"},"TagLogGroupRequest":{"kind":"structure","members":{"logGroupName":"LogGroupName","tags":"Tags"},"required":["logGroupName","tags"]},"TagResourceRequest":{"kind":"structure","members":{"resourceArn":"AmazonResourceName","tags":"Tags"},"required":["resourceArn","tags"]},"TagValue":{"kind":"string","max":256,"pattern":"^([\\\\p{L}\\\\p{Z}\\\\p{N}_.:/=+\\\\-@]*)$"},"Tags":{"kind":"map","min":1,"max":50,"key":"TagKey","of":"TagValue"},"Timestamp":{"kind":"number","min":0},"UntagLogGroupRequest":{"kind":"structure","members":{"logGroupName":"LogGroupName","tags":"TagList"},"required":["logGroupName","tags"]},"UntagResourceRequest":{"kind":"structure","members":{"resourceArn":"AmazonResourceName","tagKeys":"TagKeyList"},"required":["resourceArn","tagKeys"]}}},"scheduler":{"inputs":{"CreateSchedule":"CreateScheduleInput","CreateScheduleGroup":"CreateScheduleGroupInput","DeleteSchedule":"DeleteScheduleInput","DeleteScheduleGroup":"DeleteScheduleGroupInput","GetSchedule":"GetScheduleInput","GetScheduleGroup":"GetScheduleGroupInput","ListScheduleGroups":"ListScheduleGroupsInput","ListSchedules":"ListSchedulesInput","ListTagsForResource":"ListTagsForResourceInput","TagResource":"TagResourceInput","UntagResource":"UntagResourceInput","UpdateSchedule":"UpdateScheduleInput"},"shapes":{"ActionAfterCompletion":{"kind":"string","enum":["NONE","DELETE"]},"AssignPublicIp":{"kind":"string","enum":["ENABLED","DISABLED"]},"AwsVpcConfiguration":{"kind":"structure","members":{"Subnets":"Subnets","SecurityGroups":"SecurityGroups","AssignPublicIp":"AssignPublicIp"},"required":["Subnets"]},"CapacityProvider":{"kind":"string","min":1,"max":255},"CapacityProviderStrategy":{"kind":"list","min":0,"max":6,"of":"CapacityProviderStrategyItem"},"CapacityProviderStrategyItem":{"kind":"structure","members":{"capacityProvider":"CapacityProvider","weight":"CapacityProviderStrategyItemWeight","base":"CapacityProviderStrategyItemBase"},"required":["capacityProvider"]},"CapacityProviderStrategyItemBase":{"kind":"number","min":0,"max":100000},"CapacityProviderStrategyItemWeight":{"kind":"number","min":0,"max":1000},"ClientToken":{"kind":"string","min":1,"max":64,"pattern":"[a-zA-Z0-9-_]+"},"CreateScheduleGroupInput":{"kind":"structure","members":{"Name":"ScheduleGroupName","Tags":"TagList","ClientToken":"ClientToken"},"required":["Name"]},"CreateScheduleInput":{"kind":"structure","members":{"Name":"Name","GroupName":"ScheduleGroupName","ScheduleExpression":"ScheduleExpression","StartDate":"number","EndDate":"number","Description":"Description","ScheduleExpressionTimezone":"ScheduleExpressionTimezone","State":"ScheduleState","KmsKeyArn":"KmsKeyArn","Target":"Target","FlexibleTimeWindow":"FlexibleTimeWindow","ClientToken":"ClientToken","ActionAfterCompletion":"ActionAfterCompletion"},"required":["Name","ScheduleExpression","Target","FlexibleTimeWindow"]},"DeadLetterConfig":{"kind":"structure","members":{"Arn":"DeadLetterConfigArnString"}},"DeadLetterConfigArnString":{"kind":"string","min":1,"max":1600,"pattern":"arn:aws[a-z-]*:sqs:[a-z0-9\\\\-]+:\\\\d{12}:[a-zA-Z0-9\\\\-_]+"},"DeleteScheduleGroupInput":{"kind":"structure","members":{"Name":"ScheduleGroupName","ClientToken":"ClientToken"},"required":["Name"]},"DeleteScheduleInput":{"kind":"structure","members":{"Name":"Name","GroupName":"ScheduleGroupName","ClientToken":"ClientToken"},"required":["Name"]},"Description":{"kind":"string","min":0,"max":512},"DetailType":{"kind":"string","min":1,"max":128},"EcsParameters":{"kind":"structure","members":{"TaskDefinitionArn":"TaskDefinitionArn","TaskCount":"TaskCount","LaunchType":"LaunchType","NetworkConfiguration":"NetworkConfiguration","PlatformVersion":"PlatformVersion","Group":"Group","CapacityProviderStrategy":"CapacityProviderStrategy","EnableECSManagedTags":"boolean","EnableExecuteCommand":"boolean","PlacementConstraints":"PlacementConstraints","PlacementStrategy":"PlacementStrategies","PropagateTags":"PropagateTags","ReferenceId":"ReferenceId","Tags":"Tags"},"required":["TaskDefinitionArn"]},"EventBridgeMetadataKey":{"kind":"string","min":1,"max":128,"pattern":"[^/]+"},"EventBridgeMetadataMap":{"kind":"map","min":0,"max":100,"key":"EventBridgeMetadataKey","of":"EventBridgeMetadataValue"},"EventBridgeMetadataValue":{"kind":"string","min":1},"EventBridgeParameters":{"kind":"structure","members":{"DetailType":"DetailType","Source":"Source"},"required":["DetailType","Source"]},"EventBridgePutEventsV2Parameters":{"kind":"structure","members":{"DetailType":"DetailType","Source":"Source"},"required":["DetailType","Source"]},"EventBridgePutRawEventsParameters":{"kind":"structure","members":{"Metadata":"EventBridgeMetadataMap"}},"FlexibleTimeWindow":{"kind":"structure","members":{"Mode":"FlexibleTimeWindowMode","MaximumWindowInMinutes":"MaximumWindowInMinutes"},"required":["Mode"]},"FlexibleTimeWindowMode":{"kind":"string","enum":["OFF","FLEXIBLE"]},"GetScheduleGroupInput":{"kind":"structure","members":{"Name":"ScheduleGroupName"},"required":["Name"]},"GetScheduleInput":{"kind":"structure","members":{"Name":"Name","GroupName":"ScheduleGroupName"},"required":["Name"]},"Group":{"kind":"string","min":1,"max":255},"KinesisParameters":{"kind":"structure","members":{"PartitionKey":"TargetPartitionKey"},"required":["PartitionKey"]},"KmsKeyArn":{"kind":"string","min":1,"max":2048,"pattern":"arn:aws[a-z-]*:kms:[a-z0-9\\\\-]+:\\\\d{12}:(key|alias)\\\\/[0-9a-zA-Z-_]*"},"LaunchType":{"kind":"string","enum":["EC2","FARGATE","EXTERNAL"]},"ListScheduleGroupsInput":{"kind":"structure","members":{"NamePrefix":"ScheduleGroupNamePrefix","NextToken":"NextToken","MaxResults":"MaxResults"}},"ListSchedulesInput":{"kind":"structure","members":{"GroupName":"ScheduleGroupName","NamePrefix":"NamePrefix","State":"ScheduleState","NextToken":"NextToken","MaxResults":"MaxResults"}},"ListTagsForResourceInput":{"kind":"structure","members":{"ResourceArn":"TagResourceArn"},"required":["ResourceArn"]},"MaxResults":{"kind":"number","min":1,"max":100},"MaximumEventAgeInSeconds":{"kind":"number","min":60,"max":86400},"MaximumRetryAttempts":{"kind":"number","min":0,"max":185},"MaximumWindowInMinutes":{"kind":"number","min":1,"max":1440},"MessageGroupId":{"kind":"string","min":1,"max":128},"Name":{"kind":"string","min":1,"max":64,"pattern":"[0-9a-zA-Z-_.]+"},"NamePrefix":{"kind":"string","min":1,"max":64,"pattern":"[0-9a-zA-Z-_.]+"},"NetworkConfiguration":{"kind":"structure","members":{"awsvpcConfiguration":"AwsVpcConfiguration"}},"NextToken":{"kind":"string","min":1,"max":2048},"PlacementConstraint":{"kind":"structure","members":{"type":"PlacementConstraintType","expression":"PlacementConstraintExpression"}},"PlacementConstraintExpression":{"kind":"string","min":0,"max":2000},"PlacementConstraintType":{"kind":"string","enum":["distinctInstance","memberOf"]},"PlacementConstraints":{"kind":"list","min":0,"max":10,"of":"PlacementConstraint"},"PlacementStrategies":{"kind":"list","min":0,"max":5,"of":"PlacementStrategy"},"PlacementStrategy":{"kind":"structure","members":{"type":"PlacementStrategyType","field":"PlacementStrategyField"}},"PlacementStrategyField":{"kind":"string","min":0,"max":255},"PlacementStrategyType":{"kind":"string","enum":["random","spread","binpack"]},"PlatformVersion":{"kind":"string","min":1,"max":64},"PropagateTags":{"kind":"string","enum":["TASK_DEFINITION"]},"ReferenceId":{"kind":"string","min":0,"max":1024},"RetryPolicy":{"kind":"structure","members":{"MaximumEventAgeInSeconds":"MaximumEventAgeInSeconds","MaximumRetryAttempts":"MaximumRetryAttempts"}},"RoleArn":{"kind":"string","min":1,"max":1600,"pattern":"arn:aws[a-z-]*:iam::\\\\d{12}:role\\\\/[\\\\w+=,.@\\\\/-]+"},"SageMakerPipelineParameter":{"kind":"structure","members":{"Name":"SageMakerPipelineParameterName","Value":"SageMakerPipelineParameterValue"},"required":["Name","Value"]},"SageMakerPipelineParameterList":{"kind":"list","min":0,"max":200,"of":"SageMakerPipelineParameter"},"SageMakerPipelineParameterName":{"kind":"string","min":1,"max":256,"pattern":"[A-Za-z0-9\\\\-_]*"},"SageMakerPipelineParameterValue":{"kind":"string","min":1,"max":1024},"SageMakerPipelineParameters":{"kind":"structure","members":{"PipelineParameterList":"SageMakerPipelineParameterList"}},"ScheduleExpression":{"kind":"string","min":1,"max":256},"ScheduleExpressionTimezone":{"kind":"string","min":1,"max":50},"ScheduleGroupName":{"kind":"string","min":1,"max":64,"pattern":"[0-9a-zA-Z-_.]+"},"ScheduleGroupNamePrefix":{"kind":"string","min":1,"max":64,"pattern":"[0-9a-zA-Z-_.]+"},"ScheduleState":{"kind":"string","enum":["ENABLED","DISABLED"]},"SecurityGroup":{"kind":"string","min":1,"max":1000},"SecurityGroups":{"kind":"list","min":1,"max":5,"of":"SecurityGroup"},"Source":{"kind":"string","min":1,"max":256,"pattern":"(?=[/\\\\.\\\\-_A-Za-z0-9]+)((?!aws\\\\.).*)|(\\\\$(\\\\.[\\\\w_-]+(\\\\[(\\\\d+|\\\\*)\\\\])*)*)"},"SqsParameters":{"kind":"structure","members":{"MessageGroupId":"MessageGroupId"}},"Subnet":{"kind":"string","min":1,"max":1000},"Subnets":{"kind":"list","min":1,"max":16,"of":"Subnet"},"Tag":{"kind":"structure","members":{"Key":"TagKey","Value":"TagValue"},"required":["Key","Value"]},"TagKey":{"kind":"string","min":1,"max":128},"TagKeyList":{"kind":"list","min":0,"max":200,"of":"TagKey"},"TagList":{"kind":"list","min":0,"max":200,"of":"Tag"},"TagMap":{"kind":"map","key":"TagKey","of":"TagValue"},"TagResourceArn":{"kind":"string","min":1,"max":1011,"pattern":"arn:aws[a-z-]*:scheduler:[a-z0-9\\\\-]+:\\\\d{12}:schedule-group\\\\/[0-9a-zA-Z-_.]+"},"TagResourceInput":{"kind":"structure","members":{"ResourceArn":"TagResourceArn","Tags":"TagList"},"required":["ResourceArn","Tags"]},"TagValue":{"kind":"string","min":1,"max":256},"Tags":{"kind":"list","min":0,"max":50,"of":"TagMap"},"Target":{"kind":"structure","members":{"Arn":"TargetArn","RoleArn":"RoleArn","DeadLetterConfig":"DeadLetterConfig","RetryPolicy":"RetryPolicy","Input":"TargetInput","EcsParameters":"EcsParameters","EventBridgeParameters":"EventBridgeParameters","EventBridgePutEventsV2Parameters":"EventBridgePutEventsV2Parameters","EventBridgePutRawEventsParameters":"EventBridgePutRawEventsParameters","KinesisParameters":"KinesisParameters","SageMakerPipelineParameters":"SageMakerPipelineParameters","SqsParameters":"SqsParameters"},"required":["Arn","RoleArn"]},"TargetArn":{"kind":"string","min":1,"max":1600},"TargetInput":{"kind":"string","min":1},"TargetPartitionKey":{"kind":"string","min":1,"max":256},"TaskCount":{"kind":"number","min":1,"max":10},"TaskDefinitionArn":{"kind":"string","min":1,"max":1600},"UntagResourceInput":{"kind":"structure","members":{"ResourceArn":"TagResourceArn","TagKeys":"TagKeyList"},"required":["ResourceArn","TagKeys"]},"UpdateScheduleInput":{"kind":"structure","members":{"Name":"Name","GroupName":"ScheduleGroupName","ScheduleExpression":"ScheduleExpression","StartDate":"number","EndDate":"number","Description":"Description","ScheduleExpressionTimezone":"ScheduleExpressionTimezone","State":"ScheduleState","KmsKeyArn":"KmsKeyArn","Target":"Target","FlexibleTimeWindow":"FlexibleTimeWindow","ClientToken":"ClientToken","ActionAfterCompletion":"ActionAfterCompletion"},"required":["Name","ScheduleExpression","Target","FlexibleTimeWindow"]}}},"secretsmanager":{"inputs":{"CreateSecret":"CreateSecretRequest","DescribeSecret":"DescribeSecretRequest","GetSecretValue":"GetSecretValueRequest","PutSecretValue":"PutSecretValueRequest"},"shapes":{"AddReplicaRegionListType":{"kind":"list","min":1,"of":"ReplicaRegionType"},"ClientRequestTokenType":{"kind":"string","min":32,"max":64},"CreateSecretRequest":{"kind":"structure","members":{"Name":"NameType","ClientRequestToken":"ClientRequestTokenType","Description":"DescriptionType","KmsKeyId":"KmsKeyIdType","SecretBinary":"string","SecretString":"SecretStringType","Tags":"TagListType","AddReplicaRegions":"AddReplicaRegionListType","ForceOverwriteReplicaSecret":"boolean","Type":"MedeaTypeType","CrossAccountPrimaryARN":"SecretARNType"},"required":["Name"]},"DescribeSecretRequest":{"kind":"structure","members":{"SecretId":"SecretIdType"},"required":["SecretId"]},"DescriptionType":{"kind":"string","max":2048},"GetSecretValueRequest":{"kind":"structure","members":{"SecretId":"SecretIdType","VersionId":"SecretVersionIdType","VersionStage":"SecretVersionStageType"},"required":["SecretId"]},"KmsKeyIdType":{"kind":"string","min":0,"max":2048},"MedeaTypeType":{"kind":"string","min":0,"max":256},"NameType":{"kind":"string","min":1,"max":512},"PutSecretValueRequest":{"kind":"structure","members":{"SecretId":"SecretIdType","ClientRequestToken":"ClientRequestTokenType","SecretBinary":"string","SecretString":"SecretStringType","VersionStages":"SecretVersionStagesType","RotationToken":"RotationTokenType"},"required":["SecretId"]},"RegionType":{"kind":"string","min":1,"max":128,"pattern":"^([a-z]+-)+\\\\d+$"},"ReplicaRegionType":{"kind":"structure","members":{"Region":"RegionType","KmsKeyId":"KmsKeyIdType"}},"RotationTokenType":{"kind":"string","min":36,"max":256,"pattern":"^[a-zA-Z0-9\\\\-]+$"},"SecretARNType":{"kind":"string","min":20,"max":2048},"SecretIdType":{"kind":"string","min":1,"max":2048},"SecretStringType":{"kind":"string","min":1,"max":65536},"SecretVersionIdType":{"kind":"string","min":32,"max":64},"SecretVersionStageType":{"kind":"string","min":1,"max":256},"SecretVersionStagesType":{"kind":"list","min":1,"max":20,"of":"SecretVersionStageType"},"Tag":{"kind":"structure","members":{"Key":"TagKeyType","Value":"TagValueType"}},"TagKeyType":{"kind":"string","min":1,"max":128},"TagListType":{"kind":"list","of":"Tag"},"TagValueType":{"kind":"string","min":0,"max":256}}},"ssm":{"inputs":{"AddTagsToResource":"AddTagsToResourceRequest","DeleteParameter":"DeleteParameterRequest","DeleteParameters":"DeleteParametersRequest","DescribeParameters":"DescribeParametersRequest","GetParameter":"GetParameterRequest","GetParameters":"GetParametersRequest","GetParametersByPath":"GetParametersByPathRequest","ListTagsForResource":"ListTagsForResourceRequest","PutParameter":"PutParameterRequest","RemoveTagsFromResource":"RemoveTagsFromResourceRequest"},"shapes":{"AddTagsToResourceRequest":{"kind":"structure","members":{"ResourceType":"ResourceTypeForTagging","ResourceId":"string","Tags":"TagList"},"required":["ResourceType","ResourceId","Tags"]},"AllowedPattern":{"kind":"string","min":0,"max":1024},"DeleteParameterRequest":{"kind":"structure","members":{"Name":"PSParameterName"},"required":["Name"]},"DeleteParametersRequest":{"kind":"structure","members":{"Names":"ParameterNameList"},"required":["Names"]},"DescribeParametersRequest":{"kind":"structure","members":{"Filters":"ParametersFilterList","ParameterFilters":"ParameterStringFilterList","MaxResults":"MaxResults","NextToken":"string","Shared":"boolean"}},"GetParameterRequest":{"kind":"structure","members":{"Name":"PSParameterName","WithDecryption":"boolean"},"required":["Name"]},"GetParametersByPathMaxResults":{"kind":"number","min":1,"max":10},"GetParametersByPathRequest":{"kind":"structure","members":{"Path":"PSParameterName","Recursive":"boolean","ParameterFilters":"ParameterStringFilterList","WithDecryption":"boolean","MaxResults":"GetParametersByPathMaxResults","NextToken":"string"},"required":["Path"]},"GetParametersRequest":{"kind":"structure","members":{"Names":"ParameterNameList","WithDecryption":"boolean"},"required":["Names"]},"KeyList":{"kind":"list","of":"TagKey"},"ListTagsForResourceRequest":{"kind":"structure","members":{"ResourceType":"ResourceTypeForTagging","ResourceId":"string"},"required":["ResourceType","ResourceId"]},"MaxResults":{"kind":"number","min":1,"max":50},"PSParameterName":{"kind":"string","min":1,"max":2048},"ParameterDataType":{"kind":"string","min":0,"max":128},"ParameterDescription":{"kind":"string","min":0,"max":1024},"ParameterKeyId":{"kind":"string","min":1,"max":256,"pattern":"^([a-zA-Z0-9:/_-]+)$"},"ParameterNameList":{"kind":"list","min":1,"max":10,"of":"PSParameterName"},"ParameterPolicies":{"kind":"string","min":1,"max":4096},"ParameterStringFilter":{"kind":"structure","members":{"Key":"ParameterStringFilterKey","Option":"ParameterStringQueryOption","Values":"ParameterStringFilterValueList"},"required":["Key"]},"ParameterStringFilterKey":{"kind":"string","min":1,"max":132,"pattern":"^(tag:.+|Name|Type|KeyId|Path|Label|Tier|DataType)$"},"ParameterStringFilterList":{"kind":"list","of":"ParameterStringFilter"},"ParameterStringFilterValue":{"kind":"string","min":1,"max":1024},"ParameterStringFilterValueList":{"kind":"list","min":1,"max":50,"of":"ParameterStringFilterValue"},"ParameterStringQueryOption":{"kind":"string","min":1,"max":10},"ParameterTier":{"kind":"string","enum":["Standard","Advanced","Intelligent-Tiering"]},"ParameterType":{"kind":"string","enum":["String","StringList","SecureString"]},"ParametersFilter":{"kind":"structure","members":{"Key":"ParametersFilterKey","Values":"ParametersFilterValueList"},"required":["Key","Values"]},"ParametersFilterKey":{"kind":"string","enum":["Name","Type","KeyId"]},"ParametersFilterList":{"kind":"list","of":"ParametersFilter"},"ParametersFilterValue":{"kind":"string","min":1,"max":1024},"ParametersFilterValueList":{"kind":"list","min":1,"max":50,"of":"ParametersFilterValue"},"PutParameterRequest":{"kind":"structure","members":{"Name":"PSParameterName","Description":"ParameterDescription","Value":"string","Type":"ParameterType","KeyId":"ParameterKeyId","Overwrite":"boolean","AllowedPattern":"AllowedPattern","Tags":"TagList","Tier":"ParameterTier","Policies":"ParameterPolicies","DataType":"ParameterDataType"},"required":["Name","Value"]},"RemoveTagsFromResourceRequest":{"kind":"structure","members":{"ResourceType":"ResourceTypeForTagging","ResourceId":"string","TagKeys":"KeyList"},"required":["ResourceType","ResourceId","TagKeys"]},"ResourceTypeForTagging":{"kind":"string","enum":["Document","ManagedInstance","MaintenanceWindow","Parameter","PatchBaseline","OpsItem","OpsMetadata","Automation","Association","CloudConnector"]},"Tag":{"kind":"structure","members":{"Key":"TagKey","Value":"TagValue"},"required":["Key","Value"]},"TagKey":{"kind":"string","min":1,"max":128,"pattern":"^([\\\\p{L}\\\\p{Z}\\\\p{N}_.:/=+\\\\-@]*)$"},"TagList":{"kind":"list","max":1000,"of":"Tag"},"TagValue":{"kind":"string","min":0,"max":256,"pattern":"^([\\\\p{L}\\\\p{Z}\\\\p{N}_.:/=+\\\\-@]*)$"}}},"sts":{"inputs":{"GetCallerIdentity":"GetCallerIdentityRequest"},"shapes":{"GetCallerIdentityRequest":{"kind":"structure","members":{}}}}}');
;// CONCATENATED MODULE: ./lib/emulator/input-model.js
/** What AWS's models say of the requests that are served here; `script/input-model` writes the table. */

const PLAIN = {
    string: { kind: 'string' },
    number: { kind: 'number' },
    boolean: { kind: 'boolean' },
};
const modelOf = (service) => input_model_namespaceObject[service];
function shapeIn({ shapes }, name) {
    const shape = PLAIN[name] ?? shapes[name];
    if (shape === undefined)
        throw new Error(`The models of AWS's requests have no shape ${name}.`);
    return shape;
}
/** Undefined where the operation takes no input, and of a service without a model. */
function inputOf(service, operation) {
    const model = modelOf(service);
    const name = model?.inputs[operation];
    return model === undefined || name === undefined ? undefined : { model, shape: shapeIn(model, name) };
}

;// CONCATENATED MODULE: ./lib/emulator/constraints.js
/** What AWS's models forbid of a request: members that are missing, values outside an enumeration, a length, a range or a pattern. */

/** In the order of the model; the input has the kinds that it is to have. */
function violations(service, operation, input) {
    const found = [];
    const of = inputOf(service, operation);
    if (of !== undefined)
        walk({ model: of.model, found }, of.shape, input, '');
    return found;
}
function walk(on, shape, value, at) {
    const broken = shape.required?.filter(name => isMissing(value[name])) ?? [];
    for (const name of broken)
        on.found.push({ at: under(at, name), value: null, rule: 'Member must not be null' });
    for (const rule of rulesBroken(shape, value))
        on.found.push({ at, value, rule });
    const inner = (name, one, path) => {
        if (name !== undefined && !isMissing(one))
            walk(on, shapeIn(on.model, name), one, path);
    };
    if (shape.kind === 'structure')
        for (const [name, member] of Object.entries(shape.members ?? {}))
            inner(member, value[name], under(at, name));
    if (shape.kind === 'list')
        for (const [index, one] of value.entries())
            inner(shape.of, one, `${at}.${index + 1}.member`);
    if (shape.kind === 'map')
        for (const [key, one] of Object.entries(value)) {
            inner(shape.key, key, at);
            inner(shape.of, one, `${at}.${key}.member`);
        }
}
const isMissing = (value) => value === undefined || value === null;
const under = (at, name) => `${at === '' ? '' : `${at}.`}${name.charAt(0).toLowerCase()}${name.slice(1)}`;
function rulesBroken(shape, value) {
    const { kind, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = shape;
    const rules = [];
    if (shape.enum !== undefined && !shape.enum.includes(String(value)))
        rules.push(`Member must satisfy enum value set: [${shape.enum.join(', ')}]`);
    const size = kind === 'number' ? Number(value) : sizeOf(value);
    const measure = kind === 'number' ? 'value' : 'length';
    if (size > max)
        rules.push(`Member must have ${measure} less than or equal to ${max}`);
    if (size < min)
        rules.push(`Member must have ${measure} greater than or equal to ${min}`);
    if (shape.pattern !== undefined && !whole(shape.pattern).test(String(value)))
        rules.push(`Member must satisfy regular expression pattern: ${shape.pattern}`);
    return rules;
}
function sizeOf(value) {
    if (typeof value === 'string' || Array.isArray(value))
        return value.length;
    return typeof value === 'object' && value !== null ? Object.keys(value).length : 0;
}
const compiled = new Map();
/** AWS holds the whole of a value against its pattern, whether or not that says so. */
function whole(pattern) {
    const known = compiled.get(pattern);
    if (known !== undefined)
        return known;
    const expression = expressionOf(`^(?:${pattern})$`);
    compiled.set(pattern, expression);
    return expression;
}
/** Java's: some are too free with backslashes for the strict syntax, which alone knows `\p{L}`. */
function expressionOf(java) {
    const source = java.replaceAll('\\p{Print}', '[\\x20-\\x7e]');
    try {
        return new RegExp(source, 'su');
    }
    catch {
        return new RegExp(source, 's');
    }
}

;// CONCATENATED MODULE: ./lib/emulator/input-kinds.js
/** Whether the fields of a request have the JSON that AWS's models want, and its words where they have not. */


/** Fields that nobody knows go through as they are; null is as good as absent. */
const checkedInput = (service, operation, input) => input_kinds_checked(service, operation, input, JSON_KINDS);
/** Of a form everything that is no list and no structure is text. */
const checkedForm = (service, operation, input) => input_kinds_checked(service, operation, input, FORM_KINDS);
const input_kinds_isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value) => typeof value === 'string';
const JSON_KINDS = {
    string: isText,
    number: value => typeof value === 'number',
    boolean: value => typeof value === 'boolean',
    structure: input_kinds_isObject,
    map: input_kinds_isObject,
    list: Array.isArray,
};
const FORM_KINDS = { ...JSON_KINDS, number: isText, boolean: isText };
function input_kinds_checked(service, operation, input, checks) {
    const of = inputOf(service, operation);
    return of === undefined ? input : input_kinds_walk(of.model, of.shape, input, checks);
}
function input_kinds_walk(model, shape, value, checks) {
    if (!checks[shape.kind](value))
        throw unfit(shape.kind, value);
    const inner = (name, one) => name === undefined ? one : input_kinds_walk(model, shapeIn(model, name), one, checks);
    switch (shape.kind) {
        case 'structure':
            return Object.fromEntries(Object.entries(value).flatMap(([name, one]) => {
                const member = Object.hasOwn(shape.members ?? {}, name) ? shape.members?.[name] : undefined;
                return one === null && member !== undefined ? [] : [[name, inner(member, one)]];
            }));
        case 'map':
            return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inner(shape.of, one)]));
        case 'list':
            return value.map(one => inner(shape.of, one));
        default:
            return value;
    }
}
function unfit(kind, value) {
    const refused = (words) => new Refusal('SerializationException', words);
    if (Array.isArray(value))
        return refused(kind === 'map' ? 'Unexpected field type' : 'Start of list found where not expected');
    if (input_kinds_isObject(value))
        return refused(kind === 'list' ? 'Unexpected field type' : 'Start of structure or map found where not expected');
    if (kind === 'list')
        return refused('Expected list or null');
    if (kind === 'structure' || kind === 'map')
        return refused('Expected null');
    const given = typeof value === 'boolean' ? String(value) : typeof value;
    return refused(`${given.toUpperCase()}_VALUE can not be converted to ${input_kinds_NAMES[kind]}`);
}
const input_kinds_NAMES = { string: 'a String', number: 'an Integer', boolean: 'a Boolean' };

;// CONCATENATED MODULE: ./lib/emulator/query.js
/** `A.member.1.B=x` becomes `{A: [{B: 'x'}]}`. */
function parseQuery(body) {
    const root = Object.create(null);
    for (const [path, value] of new URLSearchParams(body)) {
        const parts = path.split('.');
        const last = parts.pop() ?? path;
        let place = root;
        for (const part of parts) {
            const next = place[part];
            const inner = typeof next === 'object' ? next : Object.create(null);
            place[part] = inner;
            place = inner;
        }
        place[last] = value;
    }
    return query_collapse(root);
}
function query_collapse(value) {
    if (typeof value === 'string')
        return value;
    const members = value.member;
    if (typeof members === 'object')
        return Object.keys(members)
            .sort((a, b) => Number(a) - Number(b))
            .map(key => query_collapse(members[key] ?? ''));
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, query_collapse(inner)]));
}
function resultXml(operation, result, requestId, namespace) {
    return (`<${operation}Response xmlns="${namespace}"><${operation}Result>${xml(result)}</${operation}Result>` +
        `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`);
}
function errorXml(code, message, requestId, namespace) {
    const error = xml({
        Type: 'Sender',
        Code: code === 'AccessDeniedException' ? 'AccessDenied' : code,
        Message: message,
    });
    return `<ErrorResponse xmlns="${namespace}"><Error>${error}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
}
function xml(value) {
    if (value === undefined || value === null)
        return '';
    if (Array.isArray(value))
        return value.map(item => `<member>${xml(item)}</member>`).join('');
    if (typeof value === 'object')
        return Object.entries(value)
            .filter(([, inner]) => inner !== undefined)
            .map(([key, inner]) => `<${key}>${xml(inner)}</${key}>`)
            .join('');
    return escaped(String(value));
}
const escaped = (text) => text.replace(/[<>&"']/g, c => `&#${c.charCodeAt(0)};`);

;// CONCATENATED MODULE: ./lib/emulator/wire.js







const BODY_LIMIT = 8 * 1024 * 1024;
const json = {
    contentType: 'application/x-amz-json-1.1',
    result: value => JSON.stringify(value),
    error: ({ code, message }) => JSON.stringify({ __type: code, message }),
};
const queryShape = (operation, namespace) => ({
    contentType: 'text/xml',
    result: (value, id) => resultXml(operation, value, id, namespace),
    error: ({ code, message }, id) => errorXml(code, message, id, namespace),
});
/** For an error that is said in another service's stead. */
const shapeFor = (headers, { service, operation = '' }) => isForm(headers) || service === 's3' || service === 'route53' ? queryShape(operation, '') : json;
/** What comes before the query; not every request target is a URL. */
const pathOf = (url = '/') => url.split('?', 1)[0] ?? '/';
async function readBody(request) {
    const chunks = [];
    let size = 0;
    for await (const chunk of request) {
        size += chunk.length;
        if (size > BODY_LIMIT)
            throw tooLarge();
        chunks.push(chunk);
    }
    const bytes = Buffer.concat(chunks);
    const isPacked = request.headers['content-encoding'] === 'gzip' && !isForm(request.headers);
    return (isPacked ? unpack(bytes) : bytes).toString('utf8');
}
/** The SDKs compress large calls of PutMetricData. */
function unpack(bytes) {
    try {
        return (0,external_node_zlib_namespaceObject.gunzipSync)(bytes, { maxOutputLength: BODY_LIMIT });
    }
    catch (error) {
        if (error.code !== 'ERR_BUFFER_TOO_LARGE')
            throw new Refusal('SerializationException', 'The request body is not what its Content-Encoding says: gzip.');
        throw tooLarge();
    }
}
const tooLarge = () => new Refusal('RequestEntityTooLargeException', `The request body is larger than ${BODY_LIMIT} bytes.`, 413);
/** The operation a request means; a refusal carries the shape it has to be worded in. */
function parseCall(request, body) {
    const { headers, url = '/' } = request;
    const target = headers['x-amz-target'];
    const rest = typeof target === 'string' || isForm(headers) ? undefined : restService(addresseeOf({ headers, url }).service);
    const isJson = typeof target === 'string' || rest !== undefined;
    try {
        if (typeof target === 'string')
            return jsonCall(target, body);
        return rest === undefined ? queryCall(request, body) : restCall(rest, request, body);
    }
    catch (error) {
        if (error instanceof Refusal)
            return { refusal: error, shape: isJson ? json : queryShape('', '') };
        throw error;
    }
}
function jsonCall(target, body) {
    const [prefix = '', operation = ''] = target.split('.');
    const service = serviceAt(prefix);
    if (service === undefined)
        throw new Refusal('UnknownOperationException', `The local ECS has no service ${prefix} (asked for ${target}).`);
    const run = operationOf(service, operation);
    if (run === undefined)
        throw notServed(service, operation);
    return {
        service: service.name,
        operation,
        input: checkedInput(service.name, operation, parseJson(body)),
        run: satisfied(service, operation, run),
        shape: json,
    };
}
function restCall(service, request, body) {
    const { method = 'GET', url = '/' } = request;
    const routed = service.protocol.route(method, url);
    const run = routed && operationOf(service, routed.operation);
    if (routed === undefined || run === undefined)
        throw new Refusal('UnknownOperationException', `The local ECS does not know ${service.name}: ${method} ${pathOf(url)}.`);
    const { operation } = routed;
    return {
        service: service.name,
        operation,
        input: checkedInput(service.name, operation, { ...parseJson(body), ...routed.input }),
        run: satisfied(service, operation, run),
        shape: { ...json, contentType: 'application/json' },
    };
}
function notServed({ name, leftOut: out = {} }, operation) {
    const what = Object.hasOwn(out, operation) ? out[operation] : undefined;
    return what === undefined
        ? new Refusal('UnknownOperationException', `The local ECS does not know ${name}:${operation}.`)
        : leftOut(what, `${name}:${operation}`);
}
function parseJson(body) {
    let value;
    try {
        value = body === '' ? {} : JSON.parse(body);
    }
    catch {
        throw new Refusal('SerializationException', 'The request body is not valid JSON.');
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value))
        throw new Refusal('SerializationException', 'The request body must be a JSON object.');
    return value;
}
function queryCall(request, body) {
    if (!request.headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
        throw new Refusal('UnknownOperationException', 'The request names no operation: neither X-Amz-Target nor a form.');
    const { Action, Version, ...input } = parseQuery(body);
    const operation = String(Action ?? '');
    const service = serviceOfVersion(String(Version ?? ''));
    const run = service && operationOf(service, operation);
    if (service === undefined || run === undefined)
        throw new Refusal('InvalidAction', `The local ECS does not know ${service?.name ?? 'any service'}:${operation}.`);
    const { name, protocol } = service;
    return {
        service: name,
        operation,
        input: checkedForm(name, operation, input),
        run: satisfied(service, operation, run),
        shape: queryShape(operation, protocol.namespace),
    };
}
/** The operation, once its input is as the model wants it: after permissions, as everything that a service decides. */
const satisfied = (service, operation, run) => (room, input) => {
    const broken = violations(service.name, operation, input);
    if (broken.length > 0)
        throw service.refuse(broken, operation);
    return run(room, input);
};
function send(response, { status, contentType, body, requestId }) {
    response.writeHead(status, {
        'content-type': contentType,
        'content-length': Buffer.byteLength(body),
        'x-amzn-requestid': requestId,
    });
    response.end(body);
}

;// CONCATENATED MODULE: ./lib/emulator/interrupt.js


/**
 * A fault's answer in the place of the right one, before the operation is carried out or after it; true when nothing more is
 * to be answered.
 */
async function interrupt(fault, { service, operation }, response, whole) {
    switch (fault.kind) {
        case 'throttle':
            throw new Refusal('ThrottlingException', 'Rate exceeded');
        case '500':
            throw new Refusal('InternalFailure', 'The request processing has failed because of an unknown error.', 500);
        case '503-html':
            return interrupt_page(response, 503, '503 Service Temporarily Unavailable');
        case '408':
            return interrupt_page(response, 408, '408 Request Time-out');
        case 'garbled-4xx':
            return interrupt_page(response, 400, '400 Bad Request');
        case 'garbled':
            response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
            response.end('upstream connect error or disconnect/reset before headers');
            return true;
        case 'half-body':
            interrupt_begin(response, await whole(), () => response.socket?.destroy());
            return true;
        case 'headers-then-silence':
            interrupt_begin(response, await whole());
            return true;
        case 'truncated':
            return cut(response, await whole(), 1 / 2);
        case 'empty-200':
            return cut(response, await whole(), 0);
        case 'reset':
        case 'reset-after-apply':
            response.socket?.resetAndDestroy();
            return true;
        case 'hang':
        case 'hang-after-apply':
            return true;
        case 'slow':
            await new Promise(resolve => setTimeout(resolve, fault.delayMs ?? 30_000));
            return false;
        case 'access-denied':
            throw new Refusal('AccessDeniedException', `User: arn:aws:sts::000000000000:assumed-role/local/evenkeel is not authorized to perform: ${service}:${operation} ` +
                `on resource: * because no identity-based policy allows the ${service}:${operation} action`);
        case 'expired-token':
            throw new Refusal('ExpiredTokenException', 'The security token included in the request is expired');
        case 'unknown-error':
            throw new Refusal(fault.code ?? 'BrandNewException', fault.message ?? 'Nobody knows this one yet.', fault.status ?? 400);
        case 'error':
            throw new Refusal(fault.code ?? 'ServerException', fault.message ?? 'Scripted failure.', fault.status ?? 400);
        case 'answer':
            response.writeHead(fault.status ?? 200, { 'content-type': 'application/x-amz-json-1.1' });
            response.end(JSON.stringify(fault.fields ?? {}));
            return true;
        case 'duplicate':
        case 'merge':
        case 'stale':
        case 'late':
        case 'late-current':
        case 'page-size':
        case 'empty-page':
            return false;
        default:
            fault.kind;
            return false;
    }
}
/** From what stands between: no error of AWS's own. */
function interrupt_page(response, status, title) {
    response.writeHead(status, { 'content-type': 'text/html' });
    response.end(`<html><body><h1>${title}</h1></body></html>`);
    return true;
}
/** The headers of the whole answer, and half of it. */
function interrupt_begin(response, { status, contentType, body }, then = () => { }) {
    const bytes = Buffer.from(body);
    response.writeHead(status, { 'content-type': contentType, 'content-length': bytes.length });
    response.write(bytes.subarray(0, bytes.length / 2), then);
}
/** An answer that looks whole and is not. */
function cut(response, answer, part) {
    send(response, { ...answer, body: answer.body.slice(0, answer.body.length * part) });
    return true;
}

;// CONCATENATED MODULE: ./lib/emulator/policy/needs.js
/** Which permissions a call needs: actions on resources, as AWS's service authorization reference lists them. */


/** Never refuses: input may still be nonsense. */
const needsOf = (world, service, operation, input) => serviceNamed(service)?.needs?.(world, operation, input) ?? on(service, operation, ['*']);

;// CONCATENATED MODULE: ./lib/emulator/hand-over.js










/** Served behind: recorded and passed on. What it says stays between the two. */
async function handOver(office, neighbour, handing) {
    const { addressee, request, response, requestId, body } = handing;
    const shape = shapeFor(request.headers, addressee);
    try {
        refuseBrowsers(request, office.names);
        const { service, operation } = addressee;
        const key = credentials_keyOf(request, neighbour.handedOut);
        if (key === undefined && !hand_over_isOpen(addressee, request))
            throw unsigned();
        const session = office.sessions.find(key ?? '');
        if (session !== undefined)
            refuseSession(request, session, office.engine.now());
        const form = body === undefined ? {} : parseQuery(body);
        const needs = needsOf(office.world, service, operation ?? '*', form);
        const asked = {
            at: office.engine.now(),
            service,
            operation: operation ?? `${request.method} ${pathOf(request.url)}`,
            input: undefined,
            accessKeyId: key ?? '',
            userAgent: String(request.headers['user-agent'] ?? ''),
            permissions: needs.map(permission),
            passedOn: true,
        };
        office.ledger.add(asked);
        await office.called(asked);
        const exchangesToken = key === undefined && service === 'sts';
        const denied = exchangesToken ? undefined : office.policies.refusal(key ?? '', needs);
        if (denied !== undefined) {
            asked.error = denied.code;
            throw denied;
        }
        const { broken } = office.faults.strike(service, asked.operation, office.world, office.engine.now());
        if (broken !== undefined) {
            asked.fault = broken.kind;
            const empty = shape.result({}, requestId);
            const whole = async () => ({ status: 200, contentType: shape.contentType, body: empty, requestId });
            if (!isAfter(broken) && (await interrupt(broken, asked, response, whole)))
                return;
        }
        asked.status = await neighbour.pass(addressee, request, response, body).catch((error) => {
            throw nothingAnswers(error);
        });
    }
    catch (error) {
        if (!(error instanceof Refusal))
            throw error;
        if (response.headersSent)
            response.destroy();
        else
            send(response, {
                status: error.status,
                contentType: shape.contentType,
                body: shape.error(error, requestId),
                requestId,
            });
    }
}
/** What AWS takes without a signature: a token that is exchanged for keys, and what is read without saying who reads. */
const hand_over_isOpen = ({ service }, { method }) => service === 'sts' || service === 'cognito-identity' || method === 'GET' || method === 'HEAD';

;// CONCATENATED MODULE: ./lib/emulator/ledger.js
/** What was asked of the emulator, in order. */

const ledger_KEPT = 50_000;
function createLedger() {
    let entries = [];
    return {
        add(asked) {
            entries.push(asked);
            if (entries.length > ledger_KEPT)
                entries.splice(0, entries.length - ledger_KEPT);
        },
        list: () => entries,
        clear() {
            entries = [];
        },
    };
}
/** Values of parameters and secrets are not repeated. */
function withoutSecrets(service, input) {
    const hidden = serviceNamed(service)?.hidden;
    if (hidden === undefined)
        return input;
    return Object.fromEntries(Object.entries(input).map(([key, value]) => [key, hidden.includes(key) ? '***' : value]));
}

;// CONCATENATED MODULE: ./lib/emulator/view.js
const isSeen = ({ now, seconds, arn = '' }) => (thing) => thing.createdAt <= now - seconds * 1000 || !thing.arn.includes(arn);
/** For reads only: what is seen is the world's own. */
function withoutYoung(world, late) {
    const seen = isSeen(late);
    return {
        ...world,
        tasks: only(world.tasks, seen),
        definitions: only(world.definitions, one => seen({ arn: one.arn, createdAt: one.registeredAt })),
        services: only(Object.fromEntries(Object.entries(world.services).map(([arn, service]) => [
            arn,
            { ...service, history: service.history.filter(seen) },
        ])), seen),
    };
}
const only = (things, seen) => Object.fromEntries(Object.entries(things).filter(([, thing]) => seen(thing)));
/** An answer about services that still names the service deployment before this one; the first has none. */
function withLateCurrent(world, value, late) {
    const seen = isSeen(late);
    const behind = (shown) => {
        const service = world.services[shown.serviceArn ?? ''];
        return { ...shown, currentServiceDeployment: service?.history.find(seen)?.arn };
    };
    const { service, services } = value;
    return {
        ...value,
        ...(service && { service: behind(service) }),
        ...(services && { services: services.map(behind) }),
    };
}

;// CONCATENATED MODULE: ./lib/emulator/serve.js





async function serve(office, serving) {
    const { call, struck, response, asked } = serving;
    const { broken } = struck;
    if (broken !== undefined &&
        !isAfter(broken) &&
        (await interrupt(broken, call, response, () => rehearse(office, serving))))
        return;
    if (call.service === 'ecs' && movesServices(call.operation))
        office.faults.remember(office.world);
    if (office.neighbour !== undefined && readsBalancing(call))
        await office.neighbour.read();
    if (broken?.kind === 'duplicate')
        await call.run(roomFor(office, serving.caller, office.world), structuredClone(call.input));
    const answer = await run(office, serving, office.world);
    office.faults.observe(office.world, office.engine.now(), true);
    asked.status = 200;
    if (broken !== undefined && isAfter(broken) && (await interrupt(broken, call, response, async () => answer)))
        return;
    send(response, answer);
}
/** What the answer would have been; nothing is changed by it. */
const rehearse = (office, serving) => run({ ...office, hooks: {} }, serving, structuredClone(office.world));
async function run(office, { call, caller, struck, requestId }, world) {
    const { service, input, shape } = call;
    const now = office.engine.now();
    const view = (kind) => struck.views.find(one => one.kind === kind);
    const [late, lateCurrent, pageSize] = [view('late'), view('late-current'), view('page-size')];
    const seen = struck.past ?? world;
    const shown = late ? withoutYoung(seen, { now, seconds: late.seconds ?? Infinity, arn: late.arn }) : seen;
    const asked = pageSize ? withSize(service, input, pageSize.size ?? 1) : input;
    let value = await call.run(roomFor(office, caller, shown), asked);
    if (lateCurrent)
        value = withLateCurrent(seen, value, { now, seconds: lateCurrent.seconds ?? 0 });
    if (view('empty-page'))
        value = emptied(service, input, value);
    if (struck.broken?.kind === 'merge')
        value = { ...value, ...struck.broken.fields };
    return { status: 200, contentType: shape.contentType, body: shape.result(value, requestId), requestId };
}
/** What it decides hangs on target groups that may have been changed behind. */
const readsBalancing = ({ service, operation }) => (service === 'ecs' && (operation === 'CreateService' || operation === 'UpdateService')) ||
    service === 'elasticloadbalancing';
function roomFor({ engine, hooks, password, host, sessions }, caller, world) {
    const session = sessions.find(caller);
    const room = { world, now: engine.now(), pace: engine.pace, host: host(), password, caller, hooks };
    return { ...room, ...(session && { session }) };
}

;// CONCATENATED MODULE: ./lib/emulator/signing-region.js


/** STS has a global endpoint, too, which is signed for as this region: https://docs.aws.amazon.com/general/latest/gr/sts.html */
const GLOBAL = 'us-east-1';
/** The first sentence is AWS's own. JSON services say it with 400, the Query protocol with 403 and a code of its own. */
function refuseRegion({ headers, url = '/' }, { service }, region) {
    const signed = credentialOf(headers.authorization ?? '', url)?.[2];
    if (signed === undefined || signed === region || (service === 'sts' && signed === GLOBAL))
        return;
    const words = `Credential should be scoped to a valid region. This local ECS plays ${region}, and the request is signed for ` +
        `'${signed}': set AWS_REGION=${region}, or start another local ECS with --region ${signed || 'REGION'}.`;
    throw headers['x-amz-target'] === undefined
        ? new Refusal('SignatureDoesNotMatch', words, 403)
        : new Refusal('InvalidSignatureException', words);
}

;// CONCATENATED MODULE: ./lib/emulator/signing-time.js

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html */
const TOLERANCE = 5 * 60_000;
/** JSON services say it with 400, the Query protocol with 403 and a code of its own. */
function refuseSkewed({ headers, url = '/' }, now) {
    const query = new URLSearchParams(url.slice(url.indexOf('?') + 1));
    const signed = String(headers['x-amz-date'] ?? query.get('X-Amz-Date') ?? '');
    const at = Date.parse(signed.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
    if (!(Math.abs(at - now) > TOLERANCE))
        return;
    const words = at < now
        ? `Signature expired: ${signed} is now earlier than ${stamp(now - TOLERANCE)} (${stamp(now)} - 5 min.)`
        : `Signature not yet current: ${signed} is still later than ${stamp(now + TOLERANCE)} (${stamp(now)} + 5 min.)`;
    throw headers['x-amz-target'] === undefined
        ? new Refusal('SignatureDoesNotMatch', words, 403)
        : new Refusal('InvalidSignatureException', words);
}
const stamp = (at) => `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;

;// CONCATENATED MODULE: ./lib/emulator/answer.js












async function answer(office, request, response) {
    const requestId = `00000000-0000-4000-8000-${String(++office.requests).padStart(12, '0')}`;
    const asking = { headers: request.headers, url: request.url ?? '/' };
    const { neighbour } = office;
    const unread = addresseeOf(asking);
    if (neighbour !== undefined && !isForm(request.headers) && !isOurs(unread))
        return handOver(office, neighbour, { addressee: unread, request, response, requestId });
    const body = await readBody(request);
    const addressee = addresseeOf({ ...asking, ...(isForm(request.headers) && { body }) });
    if (neighbour !== undefined && !isOurs(addressee))
        return handOver(office, neighbour, { addressee, request, response, requestId, body });
    const call = parseCall(request, body);
    const refuse = (refusal) => {
        const { contentType, error } = call.shape;
        send(response, { status: refusal.status, contentType, body: error(refusal, requestId), requestId });
    };
    if ('refusal' in call)
        return refuse(call.refusal);
    try {
        refuseBrowsers(request, office.names);
        const caller = callerOf(request, neighbour?.handedOut);
        const session = office.sessions.find(caller);
        if (session !== undefined)
            refuseSession(request, session, office.engine.now());
        if (office.otherRegions === 'refused')
            refuseRegion(request, addressee, office.world.region);
        if (office.skewMs !== undefined)
            refuseSkewed(request, office.engine.now() + office.skewMs);
        const needs = needsOf(office.world, call.service, call.operation, call.input);
        const asked = {
            at: office.engine.now(),
            service: call.service,
            operation: call.operation,
            input: withoutSecrets(call.service, call.input),
            accessKeyId: caller,
            userAgent: String(request.headers['user-agent'] ?? ''),
            permissions: needs.map(permission),
        };
        office.ledger.add(asked);
        await office.called(asked);
        if (office.limits.isOver(call.service, call.operation, office.engine.now())) {
            asked.fault = 'limit';
            throw new Refusal('ThrottlingException', 'Rate exceeded');
        }
        const struck = office.faults.strike(call.service, call.operation, office.world, office.engine.now());
        const kinds = [...(struck.broken ? [struck.broken] : []), ...struck.views].map(({ kind }) => kind);
        if (kinds.length > 0)
            asked.fault = kinds.join('+');
        try {
            const denied = office.policies.refusal(caller, needs);
            if (denied !== undefined)
                throw denied;
            await serve(office, { call, caller, struck, requestId, response, asked });
        }
        catch (error) {
            if (!(error instanceof Refusal))
                throw error;
            asked.error = error.code;
            asked.status = error.status;
            throw error;
        }
    }
    catch (error) {
        if (error instanceof Refusal)
            return refuse(error);
        throw error;
    }
}
const permission = ({ action, resource }) => ({ action, resource });

;// CONCATENATED MODULE: ./lib/emulator/behind/alarms.js
/** Alarms on metrics that are kept behind, known here: what rings here scales services and ends deployments. */



const VERSION = '2010-08-01';
/** Where no CloudWatch answers, what is known stays as it is. */
async function readAlarms(behind, world, now) {
    const found = await alarms_list(behind).catch(() => undefined);
    if (found === undefined)
        return;
    const settings = found.flatMap(one => settingsOf(one) ?? []);
    const names = new Set(settings.map(({ AlarmName }) => AlarmName));
    for (const [name, { behind: seen }] of Object.entries(world.metricAlarms))
        if (seen !== undefined && !names.has(name))
            deleteAlarm(world, name);
    const states = new Map(found.map(one => [xml_text(one, 'AlarmName'), stateOf(one)]));
    for (const one of settings)
        take(world, one, states.get(one.AlarmName) ?? 'OK', now);
}
/** An alarm that is not there has no state to be set. */
async function ring(behind, world, name, state) {
    const form = { AlarmName: name, StateValue: state, StateReason: 'Set at the control door.' };
    await askQuery(behind, 'monitoring', { Action: 'SetAlarmState', Version: VERSION, ...form }).catch(() => { });
    const alarm = world.metricAlarms[name];
    if (alarm?.behind !== undefined)
        alarm.behind = state;
}
/** Its state here is its own: that of behind counts at first, and when it has changed there. */
function take(world, settings, state, now) {
    const { AlarmName: name } = settings;
    const before = world.metricAlarms[name]?.behind;
    if (before === undefined)
        world.alarms[name] ??= state;
    putAlarm(world, settings, now);
    const alarm = world.metricAlarms[name];
    if (alarm !== undefined)
        alarm.behind = state;
    if (before !== undefined && before !== state)
        setState(world, name, now, state, 'Set behind.');
}
async function alarms_list(behind) {
    const found = [];
    for (let token = '';;) {
        const form = { Action: 'DescribeAlarms', Version: VERSION, MaxRecords: '100', ...(token && { NextToken: token }) };
        const answer = await askQuery(behind, 'monitoring', form);
        const result = xml_at(xml_at(answer, 'DescribeAlarmsResponse'), 'DescribeAlarmsResult');
        found.push(...members(result, 'MetricAlarms'));
        token = xml_text(result, 'NextToken');
        if (token === '')
            return found;
    }
}
/** Undefined of an alarm on an expression or on an anomaly. */
function settingsOf(one) {
    const [Namespace, MetricName] = [xml_text(one, 'Namespace'), xml_text(one, 'MetricName')];
    if (Namespace === '' || MetricName === '' || xml_text(one, 'Threshold') === '')
        return undefined;
    const given = (name) => (xml_text(one, name) === '' ? {} : { [name]: xml_text(one, name) });
    const periods = number(one, 'EvaluationPeriods', 1);
    return {
        AlarmName: xml_text(one, 'AlarmName'),
        Namespace,
        MetricName,
        Dimensions: members(one, 'Dimensions').map(each => ({ Name: xml_text(each, 'Name'), Value: xml_text(each, 'Value') })),
        ...given('Statistic'),
        ...given('ExtendedStatistic'),
        ...given('Unit'),
        ...given('TreatMissingData'),
        Period: number(one, 'Period', 60),
        EvaluationPeriods: periods,
        DatapointsToAlarm: number(one, 'DatapointsToAlarm', periods),
        Threshold: number(one, 'Threshold', 0),
        ComparisonOperator: xml_text(one, 'ComparisonOperator'),
        ActionsEnabled: xml_text(one, 'ActionsEnabled') !== 'false',
        OKActions: texts(one, 'OKActions'),
        AlarmActions: texts(one, 'AlarmActions'),
        InsufficientDataActions: texts(one, 'InsufficientDataActions'),
    };
}
function stateOf(one) {
    const state = xml_text(one, 'StateValue');
    return state === 'ALARM' || state === 'INSUFFICIENT_DATA' ? state : 'OK';
}

;// CONCATENATED MODULE: ./lib/emulator/behind/handed-out.js
/** Service → operations whose answer has new keys in it. */
const GIVING = {
    sts: /^(AssumeRole|GetSessionToken$|GetFederationToken$)/,
    iam: /^CreateAccessKey$/,
    'cognito-identity': /^GetCredentialsForIdentity$/,
};
/** In XML and in JSON. */
const KEY = /AccessKeyId"?\s*[:>]\s*"?(\w{16,128})/gi;
/** No answer with keys is longer. */
const handed_out_MOST = 64 * 1024;
const givesKeys = ({ service, operation = '' }) => GIVING[service]?.test(operation) ?? false;
/** Reads along while the answer is delivered; a key is known before its last byte is out. */
function readKeys(answer, known) {
    let text = '';
    answer.on('data', (chunk) => {
        if (text.length > handed_out_MOST)
            return;
        text += chunk.toString('latin1');
        for (const [, key = ''] of text.matchAll(KEY))
            known.add(key);
    });
}

;// CONCATENATED MODULE: ./lib/emulator/behind/listeners.js

function createListeners(world, { listen }, promised) {
    const open = new Map();
    async function opened(arn) {
        const listener = world.listeners[arn];
        const web = listener?.protocol === 'HTTP' || listener?.protocol === 'HTTPS';
        if (listener === undefined || listen === undefined || !web)
            return undefined;
        const { loadBalancerArn, port, protocol } = listener;
        const at = (wanted) => listen({
            loadBalancerArn,
            port: wanted,
            shown: { port, protocol },
            rules: () => (0,routing/* inForce */.Nm)(world.listeners[arn]?.rules ?? [], world.traffic),
        });
        const wanted = promised[port] ?? 0;
        try {
            return await at(wanted);
        }
        catch (error) {
            if (wanted === 0)
                throw error;
            process.stderr.write(`local ECS: port ${wanted} is taken, the listener of port ${port} gets another one\n`);
            return await at(0);
        }
    }
    return {
        async follow() {
            for (const [arn, { close }] of open) {
                if (world.listeners[arn] !== undefined)
                    continue;
                open.delete(arn);
                await close();
            }
            for (const [arn, listener] of Object.entries(world.listeners)) {
                const found = open.get(arn) ?? (await opened(arn));
                if (found === undefined)
                    continue;
                open.set(arn, found);
                listener.localPort = found.port;
            }
        },
        async close() {
            await Promise.all([...open.values()].map(({ close }) => close()));
            open.clear();
        },
    };
}

;// CONCATENATED MODULE: ./lib/emulator/behind/mirror.js
/** Target groups, listeners and their rules as they are behind, taken into the world that the scheduler reads. */



function createMirror(behind, world, read) {
    let going;
    let next;
    const once = async () => {
        const seen = await look(behind);
        Object.assign(world, seen);
        await read();
    };
    const start = () => {
        going = once().finally(() => {
            going = undefined;
        });
        return going;
    };
    return {
        read() {
            if (going === undefined)
                return start();
            next ??= going
                .catch(() => { })
                .then(() => {
                next = undefined;
                return start();
            });
            return next;
        },
    };
}
async function look(behind) {
    const seen = { targetGroups: book(), loadBalancers: book(), listeners: book() };
    for (const one of await mirror_list(behind, 'DescribeTargetGroups', 'TargetGroups')) {
        const arn = xml_text(one, 'TargetGroupArn');
        const attributes = await ifThere(mirror_list(behind, 'DescribeTargetGroupAttributes', 'Attributes', { TargetGroupArn: arn }));
        const health = await ifThere(mirror_list(behind, 'DescribeTargetHealth', 'TargetHealthDescriptions', { TargetGroupArn: arn }));
        if (attributes && health)
            seen.targetGroups[arn] = { ...targetGroup(one, attributes), registered: health.map(registeredOf) };
    }
    for (const one of await mirror_list(behind, 'DescribeLoadBalancers', 'LoadBalancers')) {
        const arn = xml_text(one, 'LoadBalancerArn');
        const listeners = await ifThere(mirror_list(behind, 'DescribeListeners', 'Listeners', { LoadBalancerArn: arn }));
        if (listeners)
            seen.loadBalancers[arn] = loadBalancer(one);
        for (const listener of listeners ?? []) {
            const ListenerArn = xml_text(listener, 'ListenerArn');
            const rules = await ifThere(mirror_list(behind, 'DescribeRules', 'Rules', { ListenerArn }));
            if (rules)
                seen.listeners[ListenerArn] = listenerOf(listener, rules);
        }
    }
    return seen;
}
/** Undefined for what was deleted since it was listed. */
const ifThere = (asked) => asked.catch(error => {
    if (/<Code>\w+NotFound<\/Code>/.test(String(error)))
        return undefined;
    throw error;
});
/** All pages. */
async function mirror_list(behind, Action, field, input = {}) {
    const found = [];
    for (let marker = '';;) {
        const form = { Action, Version: '2015-12-01', ...input, ...(marker && { Marker: marker }) };
        const answer = await askQuery(behind, 'elasticloadbalancing', form);
        const result = xml_at(xml_at(answer, `${Action}Response`), `${Action}Result`);
        found.push(...members(result, field));
        marker = xml_text(result, 'NextMarker');
        if (marker === '')
            return found;
    }
}
function targetGroup(one, attributes) {
    return {
        arn: xml_text(one, 'TargetGroupArn'),
        name: xml_text(one, 'TargetGroupName'),
        port: number(one, 'Port', 80),
        protocol: xml_text(one, 'Protocol'),
        vpcId: xml_text(one, 'VpcId'),
        targetType: xml_text(one, 'TargetType') || 'instance',
        healthCheck: {
            path: xml_text(one, 'HealthCheckPath') || '/',
            port: xml_text(one, 'HealthCheckPort') || 'traffic-port',
            protocol: xml_text(one, 'HealthCheckProtocol') || 'HTTP',
            intervalSeconds: number(one, 'HealthCheckIntervalSeconds', 30),
            timeoutSeconds: number(one, 'HealthCheckTimeoutSeconds', 5),
            healthyThreshold: number(one, 'HealthyThresholdCount', 5),
            unhealthyThreshold: number(one, 'UnhealthyThresholdCount', 2),
            matcher: xml_text(xml_at(one, 'Matcher'), 'HttpCode') || '200',
        },
        attributes: Object.fromEntries(attributes.map(each => [xml_text(each, 'Key'), xml_text(each, 'Value')])),
    };
}
function registeredOf(one) {
    const [target, health] = [xml_at(one, 'Target'), xml_at(one, 'TargetHealth')];
    return {
        id: xml_text(target, 'Id'),
        port: number(target, 'Port', 0),
        state: xml_text(health, 'State') || 'healthy',
        reason: xml_text(health, 'Reason'),
        description: xml_text(health, 'Description'),
    };
}
function loadBalancer(one) {
    return {
        arn: xml_text(one, 'LoadBalancerArn'),
        name: xml_text(one, 'LoadBalancerName'),
        scheme: xml_text(one, 'Scheme'),
        type: xml_text(one, 'Type'),
        createdAt: Date.parse(xml_text(one, 'CreatedTime')) || 0,
        dnsName: xml_text(one, 'DNSName'),
    };
}
function listenerOf(one, rules) {
    const last = rules.find(rule => xml_text(rule, 'Priority') === 'default');
    const arn = last === undefined ? '' : xml_text(last, 'RuleArn');
    return {
        arn: xml_text(one, 'ListenerArn'),
        loadBalancerArn: xml_text(one, 'LoadBalancerArn'),
        port: number(one, 'Port', 80),
        protocol: xml_text(one, 'Protocol'),
        rules: [
            ...rules.filter(rule => xml_text(rule, 'Priority') !== 'default').map(ruleOf),
            {
                ...(arn !== '' && { arn }),
                priority: 'default',
                conditions: [],
                actions: members(one, 'DefaultActions').map(actionOf),
            },
        ],
    };
}
const ruleOf = (rule) => ({
    arn: xml_text(rule, 'RuleArn'),
    priority: number(rule, 'Priority', 0),
    conditions: members(rule, 'Conditions').map(conditionOf),
    actions: members(rule, 'Actions').map(actionOf),
});
/** The field's own configuration, or the older plain list of values. */
const CONFIGURATION = {
    'path-pattern': 'PathPatternConfig',
    'host-header': 'HostHeaderConfig',
    'http-header': 'HttpHeaderConfig',
    'http-request-method': 'HttpRequestMethodConfig',
    'query-string': 'QueryStringConfig',
    'source-ip': 'SourceIpConfig',
};
function conditionOf(condition) {
    const field = xml_text(condition, 'Field');
    const configuration = xml_at(condition, CONFIGURATION[field] ?? '');
    const header = xml_text(configuration, 'HttpHeaderName');
    const own = field === 'query-string'
        ? members(configuration, 'Values').map(pair => {
            const key = xml_text(pair, 'Key');
            return key === '' ? xml_text(pair, 'Value') : `${key}=${xml_text(pair, 'Value')}`;
        })
        : texts(configuration, 'Values');
    return { field, values: own.length > 0 ? own : texts(condition, 'Values'), ...(header !== '' && { header }) };
}
function actionOf(action) {
    const type = xml_text(action, 'Type');
    if (type === 'forward') {
        const groups = members(xml_at(action, 'ForwardConfig'), 'TargetGroups').map(group => ({
            arn: xml_text(group, 'TargetGroupArn'),
            weight: number(group, 'Weight', 1),
        }));
        return { type, groups: groups.length > 0 ? groups : [{ arn: xml_text(action, 'TargetGroupArn'), weight: 1 }] };
    }
    if (type === 'redirect') {
        const to = xml_at(action, 'RedirectConfig');
        return {
            type,
            status: Number(xml_text(to, 'StatusCode').replace('HTTP_', '')) || 302,
            to: {
                protocol: xml_text(to, 'Protocol') || '#{protocol}',
                host: xml_text(to, 'Host') || '#{host}',
                port: xml_text(to, 'Port') || '#{port}',
                path: xml_text(to, 'Path') || '/#{path}',
                query: xml_text(to, 'Query') || '#{query}',
            },
        };
    }
    if (type === 'fixed-response') {
        const fixed = xml_at(action, 'FixedResponseConfig');
        return {
            type,
            status: number(fixed, 'StatusCode', 200),
            contentType: xml_text(fixed, 'ContentType') || 'text/plain',
            body: xml_text(fixed, 'MessageBody'),
        };
    }
    return { type: 'other', name: type };
}

// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __nccwpck_require__(75);
;// CONCATENATED MODULE: ./lib/emulator/behind/pass-on.js
/** A request for a service that is served behind: sent on as it came, and the answer back as it comes. */


/** Headers that are meant for this hop only. */
const HOPS = new Set(['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade']);
/** Resolves with the status when the answer has begun, and is never kept waiting by a slow reader. */
function passOn(incoming, response, passing) {
    const { url, body, answered, delivering } = passing;
    return new Promise((resolve, reject) => {
        const outgoing = (0,external_node_http_.request)({
            hostname: url.hostname,
            port: url.port || 80,
            method: incoming.method,
            path: incoming.url,
            headers: [...pass_on_kept(incoming.rawHeaders), ...(isChunked(incoming) ? ['Transfer-Encoding', 'chunked'] : [])],
            setHost: false,
            agent: false,
        });
        outgoing.on('response', answer => {
            const status = answer.statusCode ?? 502;
            const deliver = () => {
                response.writeHead(status, answer.statusMessage, pass_on_kept(answer.rawHeaders));
                delivering(answer);
                (0,external_node_stream_.pipeline)(answer, response, () => { });
                resolve(status);
            };
            answered(status).then(deliver, reject);
        });
        outgoing.on('error', reject);
        response.on('close', () => {
            if (!response.writableFinished)
                outgoing.destroy();
        });
        if (body === undefined)
            incoming.pipe(outgoing);
        else
            outgoing.end(body);
    });
}
const isChunked = ({ headers }) => headers['transfer-encoding'] !== undefined;
function pass_on_kept(raw) {
    return raw.flatMap((name, index) => index % 2 === 0 && !HOPS.has(name.toLowerCase()) ? [name, raw[index + 1] ?? ''] : []);
}

;// CONCATENATED MODULE: ./lib/emulator/behind/index.js





function connectBehind(behind, { world, hooks, ports, now }) {
    const listeners = createListeners(world, hooks, ports);
    const mirror = createMirror(behind, world, listeners.follow);
    const handedOut = new Set();
    return {
        handedOut,
        pass: (addressee, request, response, body) => passOn(request, response, {
            url: behind.url,
            ...(body !== undefined && { body }),
            delivering: answer => {
                if (givesKeys(addressee))
                    readKeys(answer, handedOut);
            },
            answered: async (status) => {
                if (status >= 400)
                    return;
                // It was carried out: an answer that says otherwise would have it asked for again.
                if (changesBalancing(addressee))
                    await mirror.read().catch(() => { });
                if (changesAlarms(addressee))
                    await readAlarms(behind, world, now());
            },
        }),
        async read() {
            await mirror.read();
            await readAlarms(behind, world, now());
        },
        ring: (name, state) => ring(behind, world, name, state),
        close: () => listeners.close(),
    };
}
const changesBalancing = ({ service, operation = '' }) => service === 'elasticloadbalancing' && !operation.startsWith('Describe');
const changesAlarms = ({ service, operation = '' }) => service === 'cloudwatch' && operation.includes('Alarm') && !operation.startsWith('Describe');

;// CONCATENATED MODULE: ./lib/emulator/behind/public-parameters.js

const askPublicParameters = (behind) => async (operation, input) => {
    const answer = await askJson(behind, 'ssm', `AmazonSSM.${operation}`, input);
    return 'value' in answer ? answer.value : { refused: answer };
};

;// CONCATENATED MODULE: ./lib/emulator/behind/secrets.js



function withSecrets(fate, behind, now) {
    const news = [];
    /** Task id → told to stop meanwhile. */
    const waiting = new Map();
    async function fetched(order) {
        const { taskId } = order.task;
        const state = { stopped: false };
        waiting.set(taskId, state);
        const found = await read(behind, order).catch((error) => ({ failure: error.message }));
        waiting.delete(taskId);
        if (state.stopped)
            news.push({ kind: 'gone', taskId, at: now() });
        else if ('failure' in found)
            news.push({ kind: 'start-failed', taskId, at: now(), reason: PREFIX + found.failure }, { kind: 'gone', taskId, at: now() });
        else
            fate.carryOut([{ ...order, task: { ...order.task, secrets: found.secrets } }], now());
    }
    return {
        ...fate,
        carryOut(orders, at) {
            for (const order of orders) {
                const held = 'taskId' in order ? waiting.get(order.taskId) : undefined;
                if (order.kind === 'run' && lacking(order).length > 0)
                    void fetched(order);
                else if (held === undefined)
                    fate.carryOut([order], at);
                else if (order.kind === 'stop' || order.kind === 'forget')
                    held.stopped = true;
            }
        },
        facts(at) {
            const own = news.splice(0);
            return [...own, ...fate.facts(at)];
        },
    };
}
const lacking = ({ task }) => (task.taskDefinition.containerDefinitions ?? []).flatMap(({ name: container = '', secrets = [] }) => secrets.flatMap(({ name = '', valueFrom = '' }) => task.secrets[container]?.[name] === undefined ? [{ container, name, valueFrom }] : []));
/** One that AWS itself keeps; undefined where there is none behind. */
async function readParameter(behind, name) {
    const input = { Names: [name], WithDecryption: true };
    const answer = await askJson(behind, 'ssm', 'AmazonSSM.GetParameters', input);
    return 'value' in answer ? answer.value.Parameters?.[0]?.Value : undefined;
}
async function read(behind, order) {
    const secrets = structuredClone(order.task.secrets);
    const known = new Map();
    for (const { container, name, valueFrom } of lacking(order)) {
        if (isPublic(valueFrom)) {
            const value = await readParameter(behind, valueFrom);
            if (value === undefined)
                return { failure: invalidParameters([valueFrom]) };
            secrets[container] = { ...secrets[container], [name]: value };
            continue;
        }
        const { id, key, stage, version } = secretReference(valueFrom);
        const whole = known.get(`${id} ${stage} ${version}`);
        let value = whole;
        if (value === undefined) {
            const answer = await askJson(behind, 'secretsmanager', 'secretsmanager.GetSecretValue', { SecretId: id, ...(stage && { VersionStage: stage }), ...(version && { VersionId: version }) });
            if ('code' in answer)
                return {
                    failure: `${ASM_FAILURE}failed to fetch secret ${id} from secrets manager: ${answer.code}: ${answer.message}`,
                };
            value = answer.value.SecretString ?? '';
            known.set(`${id} ${stage} ${version}`, value);
        }
        const chosen = key === '' ? value : jsonField(value, key);
        if (chosen === undefined)
            return { failure: `${ASM_FAILURE}retrieved secret from Secrets Manager did not contain json key ${key}` };
        secrets[container] = { ...secrets[container], [name]: chosen };
    }
    return { secrets };
}

;// CONCATENATED MODULE: ./lib/emulator/control-input.js
/** What the control door is given, checked. */

const control_input_wrong = (message, status = 400) => new Refusal('ControlException', message, status);
function parse(text) {
    if (text === '')
        return {};
    try {
        const value = JSON.parse(text);
        if (typeof value === 'object' && value !== null)
            return value;
    }
    catch {
        // Said below.
    }
    throw control_input_wrong('The control door expects JSON.');
}
const control_input_list = (body) => (Array.isArray(body) ? body : [body]);
function amount(value, name) {
    if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
        throw control_input_wrong(`${name} must be a number ≥ 0.`);
    return value;
}

;// CONCATENATED MODULE: ./lib/emulator/simulated/script.js
/** What becomes of tasks, by image: the script a test writes through the control door. */
const BEHAVIOURS = [
    'healthy',
    'slow',
    'crashing',
    'late-crash',
    'unhealthy',
    'flapping',
    'unpullable',
    'stuck-pulling',
    'no-network',
    'out-of-memory',
    'stubborn',
];

;// CONCATENATED MODULE: ./lib/emulator/control-forms.js
/** The forms of what the control door is given: which fields there are, and what each of them has to be. */



const control_forms_isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const control_forms_number = (words, least, most, isWhole = false) => ({
    words,
    is: value => typeof value === 'number' && value >= least && value <= most && (isWhole ? Number.isInteger(value) : true),
});
const oneOf = (values) => ({
    words: `one of ${values.join(', ')}`,
    is: value => values.some(each => each === value),
});
const orNull = ({ words, is }) => ({ words: `${words}, or null`, is: value => value === null || is(value) });
const TEXT = { words: 'a text', is: value => typeof value === 'string' };
const TEXTS = { words: 'a list of texts', is: value => Array.isArray(value) && value.every(TEXT.is) };
const FLAG = { words: 'true or false', is: value => typeof value === 'boolean' };
const OBJECT = { words: 'an object', is: control_forms_isObject };
const ANYTHING = { words: 'given', is: () => true };
const AMOUNT = control_forms_number('a number ≥ 0', 0, Number.MAX_VALUE);
const COUNT = control_forms_number('a whole number ≥ 0', 0, Number.MAX_SAFE_INTEGER, true);
const EXIT_CODE = control_forms_number('a whole number between 0 and 255', 0, 255, true);
/** https://www.rfc-editor.org/rfc/rfc9110#section-15: an answer that ends is no 1xx. */
const STATUS = control_forms_number('a whole number between 200 and 599', 200, 599, true);
/** A longer one is none for Node. */
const MOST_DELAY = 2 ** 31 - 1;
/** Whoever reads these says more of them. */
const KNOWN_LATER = ANYTHING;
const FORMS = {
    'a fate': {
        ...{ match: ANYTHING, behaviour: oneOf(BEHAVIOURS), times: COUNT, failing: oneOf(['container', 'target']) },
        ...{ pullSeconds: AMOUNT, startSeconds: AMOUNT, healthySeconds: AMOUNT, exitSeconds: AMOUNT },
        ...{ periodSeconds: AMOUNT, stopSeconds: AMOUNT, exitCode: EXIT_CODE, reason: TEXT, logs: TEXTS, platform: TEXT },
    },
    'the match of a fate': { repository: TEXT, tag: TEXT, digest: TEXT, family: TEXT, service: TEXT, version: TEXT },
    'a fault': {
        ...{ operation: TEXT, kind: oneOf(FAULTS), times: orNull(COUNT), afterCalls: COUNT, when: KNOWN_LATER },
        ...{ delayMs: control_forms_number(`a number between 0 and ${MOST_DELAY}`, 0, MOST_DELAY), code: TEXT, message: TEXT },
        ...{ status: STATUS, fields: OBJECT, behindSeconds: AMOUNT, behindCalls: COUNT, seconds: AMOUNT, arn: TEXT },
        size: KNOWN_LATER,
    },
    'a hook': { match: ANYTHING, result: ANYTHING, times: COUNT },
    'the match of a hook': { service: TEXT, stage: TEXT, target: TEXT },
    'the body of clock': { skewMs: KNOWN_LATER, advanceMs: AMOUNT, untilMs: AMOUNT, perRequestMs: AMOUNT },
    'the body of limits': { enforced: FLAG },
    'the body of policy': { document: ANYTHING, accessKeyId: TEXT, role: TEXT, taskRole: TEXT },
    'the body of kill-task': { taskId: TEXT, exitCode: EXIT_CODE },
    'the body of stop-task': { taskId: TEXT, stopCode: KNOWN_LATER, stoppedReason: TEXT },
    'the body of breaker': { rollbackDelaySeconds: AMOUNT },
    'the body of capacity': { reason: orNull(TEXT), forMs: AMOUNT },
    'a metric of a service': {
        ...{ cluster: TEXT, service: TEXT, cpu: KNOWN_LATER, memory: KNOWN_LATER, requestsPerTarget: KNOWN_LATER },
        resourceLabel: TEXT,
    },
    'a metric': { namespace: TEXT, metricName: TEXT, dimensions: KNOWN_LATER, value: KNOWN_LATER },
    'the body': {},
};
/** An object with fields of the form alone, each as it has to be. */
function formed(form, given) {
    const kinds = FORMS[form];
    const fields = objectOf(form, given);
    for (const [key, value] of Object.entries(fields)) {
        const kind = Object.hasOwn(kinds, key) ? kinds[key] : undefined;
        if (kind === undefined)
            throw control_input_wrong(`${capital(form)} has no ${key}: it has ${Object.keys(kinds).join(', ') || 'nothing at all'}.`);
        if (!kind.is(value))
            throw control_input_wrong(`${key} must be ${kind.words}.`);
    }
    return fields;
}
function objectOf(what, given) {
    if (!control_forms_isObject(given))
        throw control_input_wrong(`${capital(what)} has to be an object.`);
    return given;
}
const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);

;// CONCATENATED MODULE: ./lib/emulator/control-checks.js
/** Fates, faults, hooks and alarms as the control door takes them. */





const HOOK_RESULTS = ['SUCCEEDED', 'FAILED', 'IN_PROGRESS'];
/** What is to happen to what matches: `key` says it, one of `known`. */
const scriptOf = (what, key, known) => (given) => {
    const { match, [key]: said } = objectOf(`a ${what}`, given);
    if (!known.some(each => each === said) || match === undefined)
        throw control_input_wrong(`A ${what} needs a match and one of the ${key}s ${known.join(', ')}.`);
    formed(`the match of a ${what}`, match);
    return formed(`a ${what}`, given);
};
const checkFate = scriptOf('fate', 'behaviour', BEHAVIOURS);
const checkHook = scriptOf('hook', 'result', HOOK_RESULTS);
function checkAlarms(given) {
    const alarms = objectOf('the body of alarms', given);
    if (Object.values(alarms).some(state => state !== 'OK' && state !== 'ALARM'))
        throw control_input_wrong('An alarm is OK or ALARM.');
    return alarms;
}
function checkFault(given) {
    const fault = given;
    const { operation, kind, when } = objectOf('a fault', given);
    if (typeof operation !== 'string' || !FAULTS.includes(kind))
        throw control_input_wrong(`A fault needs an operation and one of the kinds ${FAULTS.join(', ')}.`);
    if (when !== undefined && when !== 'before' && when !== 'after')
        throw control_input_wrong('A fault strikes before or after.');
    for (const name of ['behindSeconds', 'behindCalls', 'seconds', 'size'])
        if (fault[name] !== undefined)
            amount(fault[name], name);
    if (kind === 'late')
        amount(fault.seconds, 'seconds');
    if (kind === 'page-size' && !((fault.size ?? 0) >= 1))
        throw control_input_wrong('page-size needs a size of 1 or more.');
    return formed('a fault', given);
}
/** `UpdateService`, `ecs:UpdateService` or `*`. */
function isKnown(operation) {
    const [name = '', service] = operation.split(':').reverse();
    return (operation === '*' ||
        SERVICES.some(each => (service === undefined || each.name === service) && operationOf(each, name) !== undefined));
}

;// CONCATENATED MODULE: ./lib/emulator/live-page/files.js
/** The page itself: what a browser is given, from `static/` beside this file. */

/** One by one: nothing else is ever read, and the bundler sees what it has to bring along. */
const FILES = {
    '/': { from: __nccwpck_require__.ab + "index.html", type: 'text/html' },
    '/page/base.css': { from: __nccwpck_require__.ab + "base.css", type: 'text/css' },
    '/page/frame.css': { from: __nccwpck_require__.ab + "frame.css", type: 'text/css' },
    '/page/states.css': { from: __nccwpck_require__.ab + "states.css", type: 'text/css' },
    '/page/rollout.css': { from: __nccwpck_require__.ab + "rollout.css", type: 'text/css' },
    '/page/scaling.css': { from: __nccwpck_require__.ab + "scaling.css", type: 'text/css' },
    '/page/lists.css': { from: __nccwpck_require__.ab + "lists.css", type: 'text/css' },
    '/page/main.js': { from: __nccwpck_require__.ab + "main.js", type: 'text/javascript' },
    '/page/door.js': { from: __nccwpck_require__.ab + "door.js", type: 'text/javascript' },
    '/page/dom.js': { from: __nccwpck_require__.ab + "dom.js", type: 'text/javascript' },
    '/page/words.js': { from: __nccwpck_require__.ab + "words.js", type: 'text/javascript' },
    '/page/services.js': { from: __nccwpck_require__.ab + "services.js", type: 'text/javascript' },
    '/page/rollout.js': { from: __nccwpck_require__.ab + "rollout.js", type: 'text/javascript' },
    '/page/scaling.js': { from: __nccwpck_require__.ab + "scaling.js", type: 'text/javascript' },
    '/page/timeline.js': { from: __nccwpck_require__.ab + "timeline.js", type: 'text/javascript' },
    '/page/task.js': { from: __nccwpck_require__.ab + "task.js", type: 'text/javascript' },
    '/page/requests.js': { from: __nccwpck_require__.ab + "requests.js", type: 'text/javascript' },
    '/page/steering.js': { from: __nccwpck_require__.ab + "steering.js", type: 'text/javascript' },
};
/** No script but the page's own files, no other origin, no frame around it; and no text becomes markup. */
const POLICY = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
].join('; ');
const files_read = new Map();
/** False when it is no file of the page. */
function sendFile(path, token, response) {
    const file = Object.hasOwn(FILES, path) ? FILES[path] : undefined;
    if (file === undefined)
        return false;
    const text = files_read.get(path) ?? (0,external_node_fs_.readFileSync)(file.from, 'utf8');
    files_read.set(path, text);
    response.writeHead(200, {
        'content-type': `${file.type}; charset=utf-8`,
        'cache-control': 'no-store',
        'content-security-policy': POLICY,
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
    });
    response.end(path === '/' ? text.replace('{{token}}', token) : text);
    return true;
}

;// CONCATENATED MODULE: ./lib/emulator/live-page/scaling-view.js
/** What scales a service, and the alarms that watch it, as the page shows them. */

const ALARMS = 24;
const ACTIVITIES = 6;
function scalingView(world, service) {
    const place = { ServiceNamespace: 'ecs', ResourceId: `service/${service.cluster}/${service.name}` };
    const [target] = chosen(world.scalableTargets, place);
    const policies = chosen(world.scalingPolicies, place);
    const names = new Map(policies.map(({ PolicyARN, PolicyName }) => [PolicyARN, PolicyName]));
    return {
        target: target && { min: target.MinCapacity, max: target.MaxCapacity, desired: service.desiredCount },
        policies: policies.map(({ PolicyName, PolicyType, TargetTrackingScalingPolicyConfiguration: tracking }) => ({
            name: PolicyName,
            type: PolicyType,
            goal: tracking?.TargetValue,
        })),
        scheduled: chosen(world.scheduledActions, place).flatMap(({ ScheduledActionName: name, next }) => next === undefined ? [] : [{ name, next }]),
        alarms: namesOf(world, service, names)
            .slice(0, ALARMS)
            .map(name => alarmView(world, name, names)),
        activities: chosenActivities(world, place.ResourceId),
    };
}
/** Those of its deployments first, then those that set one of its policies going. */
function namesOf(world, { history }, policies) {
    const ofDeployments = history[0]?.configuration.alarms?.alarmNames ?? [];
    const ofPolicies = Object.values(world.metricAlarms).flatMap(({ settings }) => scaling_view_actionsOf(settings).some(action => policies.has(action)) ? [settings.AlarmName] : []);
    return [...new Set([...ofDeployments, ...ofPolicies])];
}
function alarmView(world, name, policies) {
    const alarm = world.metricAlarms[name];
    const settings = alarm?.settings;
    return {
        name,
        state: world.alarms[name] ?? 'OK',
        metric: settings && {
            name: settings.MetricName,
            comparison: settings.ComparisonOperator,
            threshold: settings.Threshold,
        },
        reason: alarm?.reason,
        policies: settings ? scaling_view_actionsOf(settings).flatMap(action => policies.get(action) ?? []) : [],
    };
}
const scaling_view_actionsOf = ({ AlarmActions = [], OKActions = [], InsufficientDataActions = [] }) => [
    ...AlarmActions,
    ...OKActions,
    ...InsufficientDataActions,
];
const chosenActivities = (world, resource) => world.scalingActivities
    .filter(({ ResourceId }) => ResourceId === resource)
    .slice(0, ACTIVITIES)
    .map(({ ActivityId, startedAt, Description, Cause, StatusCode }) => ({
    id: ActivityId,
    at: startedAt,
    description: Description,
    cause: Cause,
    status: StatusCode,
}));

;// CONCATENATED MODULE: ./lib/emulator/live-page/task-view.js

const LINES = 200;
const FAILURES = ['EssentialContainerExited', 'TaskFailedToStart'];
function briefOf(task, now, pace) {
    const unwell = task.stoppedReason?.startsWith('Task failed') === true;
    return {
        id: task.id,
        phase: phaseOf(task, now, pace),
        createdAt: task.createdAt,
        failed: unwell || FAILURES.includes(task.stopCode ?? ''),
        reason: task.stoppedReason,
    };
}
function phaseOf(task, now, pace) {
    if (task.status === 'DEACTIVATING')
        return 'DRAINING';
    if (task.status !== 'RUNNING')
        return task.status;
    if (containerHealth(task) === 'UNHEALTHY' || task.targets.some(({ state }) => state === 'unhealthy'))
        return 'UNHEALTHY';
    return isHealthy(task, now, pace) ? 'HEALTHY' : 'RUNNING';
}
function taskView(world, task, now, pace) {
    return {
        ...briefOf(task, now, pace),
        arn: task.arn,
        definition: lastOf(task.definition),
        address: task.address,
        stopCode: task.stopCode,
        times: timesOf(task),
        containers: task.containers.map(({ name, image, status, health, exitCode, reason }) => ({
            name,
            image,
            status,
            health,
            exitCode,
            reason,
        })),
        targets: task.targets.map(({ targetGroupArn, port, state }) => ({
            group: world.targetGroups[targetGroupArn]?.name ?? lastOf(targetGroupArn),
            port,
            state,
        })),
        log: logOf(world, task),
    };
}
const lastOf = (arn) => arn.slice(arn.lastIndexOf('/') + 1);
function timesOf(task) {
    const times = [
        ['created', task.createdAt],
        ['pull started', task.pullStartedAt],
        ['pull stopped', task.pullStoppedAt],
        ['started', task.startedAt],
        ['stopping', task.stoppingAt],
        ['containers ended', task.executionStoppedAt],
        ['stopped', task.stoppedAt],
    ];
    return times.flatMap(([what, at]) => (at === undefined ? [] : [{ what, at }]));
}
function logOf(world, task) {
    const definitions = world.definitions[task.definition]?.recipe.containerDefinitions ?? [];
    const logged = definitions.filter(({ logConfiguration }) => logConfiguration?.logDriver === 'awslogs');
    if (logged.length === 0)
        return undefined;
    const lines = logged.flatMap(({ name = '', logConfiguration }) => {
        const { 'awslogs-group': group = '', 'awslogs-stream-prefix': prefix } = logConfiguration?.options ?? {};
        const stream = world.logGroups[group]?.streams[prefix ? `${prefix}/${name}/${task.id}` : task.id];
        return (stream?.lines ?? []).slice(-LINES).map(({ at, message }) => ({ at, container: name, message }));
    });
    return lines.sort((a, b) => a.at - b.at).slice(-LINES);
}

;// CONCATENATED MODULE: ./lib/emulator/live-page/service-view.js





const LIVING = 60;
const STOPPED = 8;
const MOVEMENTS = 12;
const TARGETS = 60;
function serviceBrief(service, tasks) {
    const { running, pending } = tally(tasks);
    return {
        arn: service.arn,
        name: service.name,
        cluster: service.cluster,
        status: service.status,
        desired: service.desiredCount,
        running,
        pending,
        movement: service.history[0]?.status,
        steady: service.steady,
    };
}
function serviceView(world, service, tasks, now, pace) {
    return {
        ...serviceBrief(service, tasks),
        revisions: present(service, tasks).map(revision => revisionView(world, service, revision, { tasks, now, pace })),
        movements: service.history.slice(0, MOVEMENTS).map(movement => movementView(world, service, movement)),
        targetGroups: targetGroupsOf(world, tasks),
        scaling: scalingView(world, service),
        events: service.events,
    };
}
/** Old to new: those with tasks, and those that the newest service deployment is about. */
function present(service, tasks) {
    const [newest] = service.history;
    const shown = new Set(tasks.filter(({ status }) => status !== 'STOPPED').map(({ revisionArn }) => revisionArn));
    if (newest !== undefined)
        for (const arn of [newest.target, newest.rollback?.revisionArn])
            shown.add(arn);
    return service.revisions.filter(({ arn }) => shown.has(arn)).toReversed();
}
function revisionView(world, service, revision, { tasks, now, pace }) {
    const own = tasks.filter(({ revisionArn }) => revisionArn === revision.arn);
    const living = own.filter(({ status }) => status !== 'STOPPED');
    const shown = [...living.slice(0, LIVING), ...own.filter(({ status }) => status === 'STOPPED').slice(-STOPPED)];
    const definition = world.definitions[revision.setting.taskDefinition];
    return {
        arn: revision.arn,
        label: labelOf(world, service, revision.arn),
        images: (definition?.recipe.containerDefinitions ?? []).map(({ image = '' }) => image),
        role: service_view_roleOf(service, revision.arn),
        tasks: shown.map(task => briefOf(task, now, pace)),
        more: Math.max(0, living.length - LIVING),
    };
}
function service_view_roleOf({ history, deployments }, arn) {
    const [newest] = history;
    if (newest?.rollback !== undefined && newest.target === arn)
        return 'failed';
    if (newest !== undefined && newest.finishedAt === undefined) {
        if (newest.rollback?.revisionArn === arn)
            return 'restored';
        return newest.target === arn ? 'new' : 'old';
    }
    return deployments.some(({ status, revisionArn }) => status === 'PRIMARY' && revisionArn === arn) ? 'current' : 'old';
}
function movementView(world, service, movement) {
    const { breaker, alarms, configuration, rollback, shift, finishedAt } = movement;
    const label = (arn) => labelOf(world, service, arn);
    return {
        arn: movement.arn,
        id: lastOf(movement.arn),
        status: movement.status,
        reason: movement.statusReason,
        createdAt: movement.createdAt,
        finishedAt,
        strategy: configuration.strategy ?? 'ROLLING',
        from: movement.sources.map(label),
        to: label(movement.target),
        breaker: {
            status: breaker.status,
            failures: finishedAt !== undefined || rollback ? breaker.failures : failuresOf(service, movement),
            threshold: threshold(configuration, service.desiredCount),
        },
        alarms: { status: alarms.status, names: configuration.alarms?.alarmNames ?? [], triggered: alarms.triggered },
        stage: shift?.stage ?? movement.stage,
        production: shift?.production,
        test: shift?.test,
        hooks: movement.hooks.map(({ id, stage, status }) => ({ id, stage, status })),
        rollback: rollback && { reason: rollback.reason, startedAt: rollback.startedAt, to: label(rollback.revisionArn) },
    };
}
function labelOf(world, { revisions }, arn) {
    const taskDefinition = revisions.find(revision => revision.arn === arn)?.setting.taskDefinition ?? arn;
    const version = world.definitions[taskDefinition]?.tags.find(({ key = '' }) => key.endsWith('version'))?.value;
    return version === undefined ? lastOf(taskDefinition) : `${lastOf(taskDefinition)} (${version})`;
}
function targetGroupsOf(world, tasks) {
    const groups = new Map();
    for (const { id, status, address, targets } of tasks) {
        if (status !== 'ACTIVATING' && status !== 'RUNNING' && status !== 'DEACTIVATING')
            continue;
        for (const { targetGroupArn, port, state, reason } of targets) {
            const group = groups.get(targetGroupArn) ?? [];
            groups.set(targetGroupArn, group);
            group.push({ task: id, address, port, state, reason });
        }
    }
    return [...groups].map(([arn, targets]) => ({
        name: world.targetGroups[arn]?.name ?? lastOf(arn),
        targets: targets.slice(0, TARGETS),
    }));
}

;// CONCATENATED MODULE: ./lib/emulator/live-page/snapshot.js




const REQUESTS = 60;
function snapshot(room, wanted) {
    const { world, engine, clock, ledger, simulated, faults } = room;
    const now = engine.now();
    const tasks = byService(Object.values(world.tasks));
    const service = world.services[wanted.get('service') ?? ''];
    const task = world.tasks[wanted.get('task') ?? ''];
    const brief = (arn) => {
        const found = world.services[arn];
        return found === undefined || found.status === 'INACTIVE' ? [] : [serviceBrief(found, tasks.get(arn) ?? [])];
    };
    const services = Object.keys(world.services).flatMap(brief);
    return {
        clock: { now, kind: clock, speed: engine.pace.speed },
        region: world.region,
        account: world.account,
        entries: world.journal.length,
        shortage: world.shortage?.reason,
        alarms: { ...namedAlarms(service?.history[0]?.configuration.alarms?.alarmNames), ...world.alarms },
        clusters: Object.values(world.clusters)
            .filter(({ status }) => status === 'ACTIVE')
            .map(({ name }) => ({ name, services: services.filter(({ cluster }) => cluster === name) })),
        service: service && serviceView(world, service, tasks.get(service.arn) ?? [], now, engine.pace),
        task: task && taskView(world, task, now, engine.pace),
        requests: newest(ledger.list()),
        fates: simulated?.scripts(),
        faults: faults.list(),
        choices: { behaviours: BEHAVIOURS, faults: FAULTS },
    };
}
function byService(tasks) {
    const groups = new Map();
    for (const task of tasks) {
        const group = groups.get(task.service);
        if (group)
            group.push(task);
        else
            groups.set(task.service, [task]);
    }
    return groups;
}
const namedAlarms = (names = []) => Object.fromEntries(names.map(name => [name, 'OK']));
const newest = (asked) => asked
    .slice(-REQUESTS)
    .map(({ input: _, userAgent: __, ...shown }, i) => ({ ...shown, number: Math.max(0, asked.length - REQUESTS) + i }))
    .reverse();

;// CONCATENATED MODULE: ./lib/emulator/live-page/stream.js
const ROUND = 100;
const CLOCK_EVERY = 1000;
/** A year that goes by at once is told in pieces. */
const MOST_AT_ONCE = 1000;
/**
 * `journal` events carry an entry each, and how many there were with it as their id; `clock` events the emulator's time in
 * epoch milliseconds; `reset` says that the journal has begun anew. It starts after the id in `Last-Event-ID` or `?after=`,
 * otherwise with what comes next.
 */
function streamJournal({ world, engine }, request, response) {
    let journal = world.journal;
    let next = startOf(request) ?? journal.length;
    let clock = { at: 0, now: Number.NaN };
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    const tell = (event, data, id) => response.write(`event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`);
    const round = () => {
        if (response.writableNeedDrain)
            return;
        if (world.journal !== journal || next > journal.length) {
            journal = world.journal;
            next = 0;
            tell('reset', {}, 0);
        }
        for (const entry of journal.slice(next, next + MOST_AT_ONCE))
            tell('journal', entry, ++next);
        const now = engine.now();
        if (now === clock.now || performance.now() - clock.at < CLOCK_EVERY)
            return;
        clock = { at: performance.now(), now };
        tell('clock', { now });
    };
    round();
    const timer = setInterval(round, ROUND);
    response.once('close', () => clearInterval(timer));
}
function startOf({ headers, url = '' }) {
    const given = headers['last-event-id'] ?? new URLSearchParams(url.split('?', 2)[1]).get('after') ?? '';
    return typeof given === 'string' && /^\d{1,9}$/.test(given) ? Number(given) : undefined;
}

;// CONCATENATED MODULE: ./lib/emulator/live-page/index.js




/** False when the request is not the page's, but for another door. */
function servePage(room, request, response) {
    const { method, url = '', headers } = request;
    if (method !== 'GET')
        return false;
    const path = pathOf(url).replace(/^\/_internal/, '');
    if (path === '') {
        response.writeHead(308, { location: '/_internal/' }).end();
        return true;
    }
    if (path === '/events' && headers.accept?.includes('text/event-stream')) {
        streamJournal(room, request, response);
        return true;
    }
    if (path !== '/view')
        return sendFile(path, room.token, response);
    const shown = snapshot(room, new URLSearchParams(url.split('?', 2)[1]));
    send(response, {
        status: 200,
        contentType: 'application/json',
        body: `${JSON.stringify(shown)}\n`,
        requestId: 'control',
    });
    return true;
}

;// CONCATENATED MODULE: ./lib/emulator/live-page/visitor.js
/** Who may come to the control door: programs on this machine, as ever, and the live page of this very emulator. */




/** The header in which the page shows that it is the page. */
const TOKEN_HEADER = 'x-local-ecs-token';
function admit({ method, url, headers, socket }, { token, names }) {
    const { origin, host, 'sec-fetch-site': site } = headers;
    if (!names.has(host, socket.localAddress))
        throw notForBrowsers();
    if (origin === undefined && site === undefined)
        return;
    if (origin !== undefined && origin !== `http://${host}`)
        throw notForBrowsers();
    // An address typed in, or opened by another program, is nobody's request: it may show the page and nothing else.
    const isOpened = site === 'none' && method === 'GET' && isPage(url);
    if (site !== undefined && site !== 'same-origin' && !isOpened)
        throw notForBrowsers();
    if (method !== 'GET' && !isToken(headers[TOKEN_HEADER], token))
        throw new Refusal('AccessDeniedException', `A web page's write needs the live page's own ${TOKEN_HEADER}.`, 403);
}
const isPage = (url) => /^\/_internal\/?$/.test(pathOf(url));
function isToken(given, token) {
    if (typeof given !== 'string')
        return false;
    const [a, b] = [Buffer.from(given), Buffer.from(token)];
    return a.length === b.length && (0,external_node_crypto_.timingSafeEqual)(a, b);
}

;// CONCATENATED MODULE: ./lib/emulator/metrics-door.js






/** All of it is looked at before any of it is set. */
function setMetrics(room, body) {
    const set = control_input_list(body).flatMap(one => {
        const given = objectOf('a metric', one);
        return 'service' in given
            ? ofService(room, formed('a metric of a service', given))
            : metrics_door_named(formed('a metric', given));
    });
    const gauges = set.map(one => ({ key: metricKey(one.name), gauge: gaugeOf(one) }));
    for (const { key, gauge } of gauges) {
        if (gauge === undefined)
            delete room.world.gauges[key];
        else
            room.world.gauges[key] = gauge;
    }
    wakeAlarms(room.world);
    return { metrics: Object.keys(room.world.gauges).length };
}
function gaugeOf({ name, value, sharedBy }) {
    if (value === null)
        return undefined;
    if (typeof value === 'number')
        return { name, value: amount(value, name.MetricName) };
    const total = value?.total;
    if (total === undefined)
        throw control_input_wrong(`${name.MetricName} must be a number, {"total": …} or null.`);
    if (sharedBy === undefined)
        throw control_input_wrong('Only of a service there is a total.');
    return { name, value: amount(total, name.MetricName), sharedBy };
}
function ofService({ world }, given) {
    const { cluster = 'default', service, cpu, memory, requestsPerTarget, resourceLabel } = given;
    const resource = `service/${cluster}/${service}`;
    const sharedBy = arn(world, 'ecs', resource);
    if (world.services[sharedBy] === undefined)
        throw control_input_wrong(`No service ${resource}.`);
    return [
        ...(cpu === undefined ? [] : [{ name: serviceMetric(resource, 'CPUUtilization'), value: cpu, sharedBy }]),
        ...(memory === undefined ? [] : [{ name: serviceMetric(resource, 'MemoryUtilization'), value: memory, sharedBy }]),
        ...(requestsPerTarget === undefined
            ? []
            : [{ name: requestMetric(resourceLabel), value: requestsPerTarget, sharedBy }]),
    ];
}
function metrics_door_named({ namespace, metricName, dimensions = {}, value }) {
    if (typeof namespace !== 'string' || typeof metricName !== 'string' || value === undefined)
        throw control_input_wrong('A metric needs a service, or a namespace, a metricName and a value.');
    if (typeof dimensions !== 'object' || dimensions === null)
        throw control_input_wrong('Dimensions are an object.');
    for (const [key, each] of Object.entries(dimensions))
        if (typeof each !== 'string' && typeof each !== 'number')
            throw control_input_wrong(`The dimension ${key} must be a text.`);
    const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value: String(Value) }));
    return [{ name: { Namespace: namespace, MetricName: metricName, Dimensions }, value }];
}

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __nccwpck_require__(500);
;// CONCATENATED MODULE: ./lib/emulator/move-clock.js
/** The clock at the control door: read, and moved on without keeping others waiting. */



function clock({ engine, clock, perRequest, skewMs }) {
    return {
        now: engine.now(),
        iso: new Date(engine.now()).toISOString(),
        kind: clock,
        speed: engine.pace.speed,
        perRequestMs: perRequest,
        ...(skewMs !== undefined && { skewMs }),
    };
}
/** A scheduler's tick a second: more than this in one go keeps everybody waiting. */
const MOST_ADVANCE = 10 * 366 * 24 * 3600 * 1000;
/** All of it is looked at before any of it is done. */
async function moveClock(room, body) {
    const { skewMs, ...moves } = formed('the body of clock', body);
    const { advanceMs, untilMs, perRequestMs } = moves;
    const isSkew = typeof skewMs === 'number';
    if (skewMs !== undefined && skewMs !== null && !isSkew)
        throw control_input_wrong('skewMs must be a number, or null for signatures that are not checked.');
    if (isSkew)
        checkSpan(Math.abs(skewMs), 'skewMs');
    const isMoved = Object.keys(moves).length > 0;
    if (isMoved && room.clock !== 'virtual')
        throw control_input_wrong('Only a virtual clock can be moved.', 409);
    checkSpan(advanceMs, 'advanceMs');
    checkSpan(perRequestMs, 'perRequestMs');
    checkSpan(Math.max(0, (untilMs ?? 0) - room.engine.now()), 'the time until untilMs');
    if (skewMs !== undefined)
        room.skewMs = isSkew ? skewMs : undefined;
    if (perRequestMs !== undefined)
        room.perRequest = perRequestMs;
    if (advanceMs !== undefined)
        await move_clock_advance(room, room.engine.now() + advanceMs);
    if (untilMs !== undefined)
        await move_clock_advance(room, untilMs);
    return clock(room);
}
/** In real time, how long others wait, and how long they have then: a virtual hour may be much work or none. */
const STRIDE_MS = 50;
const PAUSE_MS = 2;
async function move_clock_advance({ engine }, instant) {
    let reached = engine.now();
    // set back meanwhile, it is no longer ours to move
    while (engine.now() >= reached && engine.now() < instant) {
        const end = performance.now() + STRIDE_MS;
        engine.advanceTo(instant, () => performance.now() >= end);
        reached = engine.now();
        await (0,promises_.setTimeout)(PAUSE_MS);
    }
}
function checkSpan(ms, name) {
    if (ms !== undefined && ms > MOST_ADVANCE)
        throw control_input_wrong(`${name} must be ten years at most.`);
}

;// CONCATENATED MODULE: ./lib/emulator/policy/used.js
function permissionsUsed(asked) {
    const found = new Map();
    for (const { accessKeyId, permissions, error } of asked) {
        if (error?.startsWith('AccessDenied'))
            continue;
        for (const { action, resource } of permissions) {
            const used = found.get(`${accessKeyId} ${action}`) ?? { accessKeyId, action, resources: [], calls: 0 };
            if (!used.resources.includes(resource))
                used.resources.push(resource);
            used.calls++;
            found.set(`${accessKeyId} ${action}`, used);
        }
    }
    return [...found.values()].sort((a, b) => (a.action < b.action ? -1 : a.action > b.action ? 1 : 0));
}

;// CONCATENATED MODULE: ./lib/emulator/control.js













const doors = {
    'GET /clock': room => clock(room),
    'POST /clock': moveClock,
    'POST /reset': async (room, body) => {
        formed('the body', body);
        await room.reset();
        return {};
    },
    'GET /fates': room => scripted(room).scripts(),
    'POST /fates': (room, body) => {
        const scripts = control_input_list(body).map(checkFate);
        scripted(room).prepend(scripts);
        return { scripts: scripted(room).scripts().length };
    },
    'DELETE /fates': room => {
        scripted(room).forgive();
        return {};
    },
    'GET /faults': room => room.faults.list(),
    'POST /faults': (room, body) => {
        const faults = control_input_list(body).map(checkFault);
        if (room.neighbour === undefined)
            for (const { operation } of faults)
                if (!isKnown(operation))
                    throw control_input_wrong(`No service here knows ${operation}.`);
        room.faults.arm(faults, room.world, room.engine.now());
        return { faults: room.faults.list().length };
    },
    'DELETE /faults': room => {
        room.faults.clear();
        return {};
    },
    'POST /limits': (room, body) => {
        const { enforced } = formed('the body of limits', body);
        if (enforced === undefined)
            throw control_input_wrong('Limits are enforced or not: enforced is true or false.');
        room.limits.enforce(enforced);
        return { enforced };
    },
    'GET /policy': ({ policies }) => policies.list(),
    'POST /policy': ({ policies }, body) => {
        const given = objectOf('a policy', body);
        const bound = 'document' in given ? formed('the body of policy', given) : { document: given };
        try {
            policies.put(bound);
        }
        catch (error) {
            throw control_input_wrong(error instanceof Error ? error.message : String(error));
        }
        return { policies: policies.list().length };
    },
    'DELETE /policy': ({ policies }) => {
        policies.clear();
        return {};
    },
    'GET /permissions': ({ ledger }) => permissionsUsed(ledger.list()),
    'GET /events': ({ world }) => world.journal,
    'GET /requests': ({ ledger }) => ledger.list(),
    'GET /hosts': ({ hosts }) => hosts,
    'POST /hosts': ({ hosts }, body) => {
        const given = objectOf('the body of hosts', body);
        for (const [name, address] of Object.entries(given))
            if (!/^[a-z0-9.-]+$/i.test(name) || typeof address !== 'string' || !/^\S+$/.test(address))
                throw control_input_wrong('A host is a name and an address, or gateway.');
        return Object.assign(hosts, given);
    },
    'GET /listeners': ({ world }) => Object.values(world.listeners).map(({ arn, loadBalancerArn, port, protocol, localPort }) => ({
        arn,
        loadBalancer: world.loadBalancers[loadBalancerArn]?.name,
        port,
        protocol,
        ...(localPort !== undefined && { url: `http://127.0.0.1:${localPort}` }),
    })),
    'POST /state/save': (room, body) => {
        formed('the body', body);
        return room.save();
    },
    'GET /state': ({ world }) => withHiddenValues(world),
    'POST /kill-task': (room, body) => {
        const { taskId = '', exitCode = 137 } = formed('the body of kill-task', body);
        if (!scripted(room).kill(taskId.slice(taskId.lastIndexOf('/') + 1), exitCode, room.engine.now()))
            throw control_input_wrong(`No running task ${taskId}.`);
        return {};
    },
    'POST /stop-task': ({ world }, body) => {
        const { taskId = '', stopCode, stoppedReason, } = formed('the body of stop-task', body);
        const task = world.tasks[taskId.slice(taskId.lastIndexOf('/') + 1)];
        if (!isInterruption(stopCode))
            throw control_input_wrong(`A stopCode is one of ${Object.keys(INTERRUPTIONS).join(', ')}.`);
        if (task?.desired !== 'RUNNING')
            throw control_input_wrong(`No running task ${taskId}.`);
        task.stopAsked = { code: stopCode, reason: stoppedReason ?? INTERRUPTIONS[stopCode] };
        return {};
    },
    'GET /hooks': ({ world }) => world.hookScripts,
    'POST /hooks': ({ world }, body) => {
        const scripts = control_input_list(body).map(checkHook);
        world.hookScripts.unshift(...scripts.map(script => ({ ...script, used: 0 })));
        return { hooks: world.hookScripts.length };
    },
    'POST /breaker': ({ world }, body) => {
        const { rollbackDelaySeconds } = formed('the body of breaker', body);
        world.rollbackDelay = amount(rollbackDelaySeconds, 'rollbackDelaySeconds');
        return { rollbackDelaySeconds: world.rollbackDelay };
    },
    'POST /alarms': async ({ world, engine, neighbour }, body) => {
        for (const [name, state] of Object.entries(checkAlarms(body))) {
            setState(world, name, engine.now(), state, 'Set at the control door.');
            await neighbour?.ring(name, state);
        }
        return world.alarms;
    },
    'GET /metrics': ({ world }) => Object.values(world.gauges),
    'POST /metrics': setMetrics,
    'DELETE /metrics': ({ world }) => {
        world.gauges = book();
        return {};
    },
    'POST /capacity': ({ world, engine }, body) => {
        const { reason, forMs } = formed('the body of capacity', body);
        if (forMs !== undefined && typeof reason !== 'string')
            throw control_input_wrong('forMs is how long a reason holds: give one.');
        world.shortage =
            typeof reason === 'string' ? { reason, ...(forMs !== undefined && { until: engine.now() + forMs }) } : undefined;
        record(world, engine.now(), 'capacity', { reason: world.shortage?.reason ?? 'available' });
        return world.shortage ?? {};
    },
};
/** The ground truth, but for what nobody may read. */
const withHiddenValues = ({ secrets, parameters, ...world }) => ({
    ...world,
    journal: undefined,
    secrets: control_hidden(secrets),
    parameters: control_hidden(parameters),
});
const control_hidden = (things) => Object.fromEntries(Object.entries(things).map(([name, thing]) => [name, { ...thing, value: '***' }]));
/** Stops that are nobody's fault, and what ECS says of them. */
const INTERRUPTIONS = {
    SpotInterruption: 'Your Spot Task was interrupted.',
    TerminationNotice: 'ECS is performing maintenance on the underlying infrastructure hosting the task.',
    InfrastructureHealth: 'The infrastructure hosting the task is unhealthy.',
};
const isInterruption = (code) => code !== undefined && Object.hasOwn(INTERRUPTIONS, code);
async function control(room, request, response) {
    const reply = (status, value) => send(response, {
        status,
        contentType: 'application/json',
        body: `${JSON.stringify(value)}\n`,
        requestId: 'control',
    });
    try {
        admit(request, room);
        if (servePage(room, request, response))
            return;
        const path = pathOf(request.url).replace(/^\/_internal/, '');
        const door = doors[`${request.method} ${path}`];
        if (door === undefined)
            throw control_input_wrong(`The control door has no ${request.method} /_internal${path}.`, 404);
        const text = await readBody(request);
        reply(200, (await door(room, parse(text))) ?? {});
    }
    catch (error) {
        if (!(error instanceof Refusal))
            throw error;
        reply(error.status, { error: error.message });
    }
}
function scripted({ simulated }) {
    if (simulated === undefined)
        throw control_input_wrong('Fates are scripted only when tasks are simulated.', 409);
    return simulated;
}

;// CONCATENATED MODULE: ./lib/emulator/scheduler/measure.js




/** Of tasks of a service; ECS itself measures no others without Container Insights. */
function countUse(world, task, { at, cpu, memory }) {
    const service = world.services[task.service ?? ''];
    if (service === undefined)
        return;
    const resource = `service/${lastPart(service.cluster)}/${service.name}`;
    const put = (name, value) => addSample(world, serviceMetric(resource, name), oneValue(at, value, 'Percent'));
    put('CPUUtilization', cpu);
    put('MemoryUtilization', memory);
    wakeAlarms(world);
}
function countTraffic(world, traffic) {
    const { at, loadBalancerArn, targetGroupArn, targets, answered, refused, seconds } = traffic;
    const balancer = { Name: 'LoadBalancer', Value: loadBalancerArn.replace(/^.*:loadbalancer\//, '') };
    const group = { Name: 'TargetGroup', Value: targetGroupArn.replace(/^.*:/, '') };
    const put = (MetricName, of, samples) => {
        for (const Dimensions of of)
            for (const sample of samples)
                addSample(world, { Namespace: 'AWS/ApplicationELB', MetricName, Dimensions }, sample);
    };
    const both = [[balancer], [balancer, group]];
    const requests = measure_total(answered);
    if (requests > 0) {
        put('RequestCount', both, [oneValue(at, requests, 'Count')]);
        put('RequestCountPerTarget', [[group], [balancer, group]], [oneValue(at, requests / Math.max(1, targets), 'None')]);
        put('TargetResponseTime', both, seconds.map(each => repeated(at, each)));
    }
    for (const [hundreds, count] of byHundreds(answered))
        put(`HTTPCode_Target_${hundreds}XX_Count`, both, [oneValue(at, count, 'Count')]);
    for (const [hundreds, count] of byHundreds(refused))
        put(`HTTPCode_ELB_${hundreds}XX_Count`, [[balancer]], [oneValue(at, count, 'Count')]);
    for (const [status, count] of refused)
        put(`HTTPCode_ELB_${status}_Count`, [[balancer]], [oneValue(at, count, 'Count')]);
    wakeAlarms(world);
}
const measure_total = (many) => many.reduce((sum, [, count]) => sum + count, 0);
function byHundreds(many) {
    const counts = new Map();
    for (const [status, count] of many) {
        const hundreds = Math.floor(status / 100);
        counts.set(hundreds, (counts.get(hundreds) ?? 0) + count);
    }
    return counts;
}
const repeated = (at, [value, count]) => ({
    at,
    count,
    sum: value * count,
    min: value,
    max: value,
    unit: 'Seconds',
});

;// CONCATENATED MODULE: ./lib/emulator/scheduler/hear.js






function hear(scene, facts) {
    for (const fact of facts) {
        if (fact.kind === 'traffic') {
            countTraffic(scene.world, fact);
            continue;
        }
        const task = scene.world.tasks[fact.taskId];
        if (task !== undefined && (task.status !== 'STOPPED' || fact.kind === 'log'))
            hear_take(scene, task, fact);
    }
}
function hear_take(scene, task, fact) {
    switch (fact.kind) {
        case 'pulled':
            pulled(scene, task, fact);
            break;
        case 'start-failed':
            startFailed(scene, task, fact);
            break;
        case 'started':
            started(scene, task, fact.address);
            break;
        case 'exited':
            exited(scene, task, fact);
            break;
        case 'health':
            judged(task, fact);
            break;
        case 'target-health':
            targetJudged(task, fact);
            break;
        case 'log':
            writeLog(scene, task, fact);
            break;
        case 'used':
            countUse(scene.world, task, fact);
            break;
        case 'gone':
            gone(scene, task);
            break;
        default:
            fact;
    }
}
const hear_find = (task, name) => task.containers.find(container => container.name === name);
function pulled(scene, task, fact) {
    const container = hear_find(task, fact.container);
    if (container !== undefined)
        container.digest = fact.digest;
    task.pullStartedAt = Math.min(task.pullStartedAt ?? fact.startedAt, fact.startedAt);
    task.pullStoppedAt = Math.max(task.pullStoppedAt ?? fact.at, fact.at);
    const revision = pinning(serviceOf(scene, task), task);
    if (revision !== undefined)
        revision.digests[fact.container] ??= fact.digest;
}
const pinning = (service, task) => service && revisionOf(service, task.revisionArn);
function startFailed(scene, task, fact) {
    const container = hear_find(task, fact.container);
    if (container !== undefined)
        container.reason = fact.reason;
    fail(scene, task, fact.reason);
}
function judged(task, fact) {
    const container = hear_find(task, fact.container);
    if (container !== undefined)
        container.health = fact.status;
    task.version++;
}
function targetJudged(task, fact) {
    const target = task.targets.find(one => one.targetGroupArn === fact.targetGroupArn);
    if (target === undefined || target.state === 'draining')
        return;
    target.state = fact.state;
    target.reason = fact.reason;
}
function started(scene, task, address) {
    if (task.desired === 'STOPPED' || task.status !== 'PENDING')
        return;
    task.address = address;
    for (const container of task.containers)
        if (container.status === 'PENDING')
            container.status = 'RUNNING';
    registerTargets(scene, task);
    moveTo(scene, task, 'ACTIVATING', scene.now + scene.pace.activating);
}
function exited(scene, task, fact) {
    const container = hear_find(task, fact.container);
    if (container === undefined)
        return;
    container.status = 'STOPPED';
    container.exitCode = fact.exitCode;
    container.reason = fact.reason;
    const ended = container.essential || task.containers.every(({ status }) => status === 'STOPPED');
    if (!ended)
        return;
    const outOfMemory = fact.reason?.startsWith('OutOfMemoryError');
    collapse(scene, task, outOfMemory && fact.reason ? fact.reason : 'Essential container in task exited');
}
function gone(scene, task) {
    if (task.desired === 'RUNNING')
        collapse(scene, task, 'Essential container in task exited');
    if (task.status === 'DEPROVISIONING')
        return;
    task.executionStoppedAt = scene.now;
    for (const container of task.containers)
        container.status = 'STOPPED';
    moveTo(scene, task, 'DEPROVISIONING', scene.now + scene.pace.deprovisioning);
}

;// CONCATENATED MODULE: ./lib/emulator/scheduler/life.js






function live(scene, task) {
    if (task.stopAsked !== undefined)
        stopTask(scene, task, task.stopAsked);
    const due = task.until !== undefined && task.until <= scene.now;
    switch (task.status) {
        case 'PROVISIONING':
            if (due)
                launch(scene, task);
            break;
        case 'ACTIVATING':
            if (due)
                life_run(scene, task);
            break;
        case 'DEACTIVATING':
            if (due)
                terminate(scene, task);
            break;
        case 'DEPROVISIONING':
            if (due)
                end(scene, task);
            break;
        case 'PENDING':
        case 'RUNNING':
        case 'STOPPING':
        case 'STOPPED':
            break;
        default:
            task.status;
    }
    if (isUp(task))
        prove(scene, task);
}
function life_run(scene, task) {
    moveTo(scene, task, 'RUNNING');
    task.startedAt = scene.now;
    const deployment = deploymentOf(serviceOf(scene, task), task);
    if (deployment === undefined)
        return;
    deployment.everRan = true;
    deployment.stumbles = 0;
    deployment.startNotBefore = 0;
}
function prove(scene, task) {
    const service = serviceOf(scene, task);
    if (service === undefined) {
        task.proven = true;
        return;
    }
    if (task.proven && !service.setting.serviceConnectConfiguration?.enabled)
        return;
    const well = !isChecked(task) || containerHealth(task) === 'HEALTHY';
    if (task.connected.length === 0 && well && isServing(service, task))
        connectTask(scene, service, task);
    if (task.proven || !isHealthy(task, scene.now, scene.pace))
        return;
    task.proven = true;
    const deployment = deploymentOf(service, task);
    if (deployment && service.deploymentConfiguration.deploymentCircuitBreaker?.resetOnHealthyTask !== false)
        deployment.failures = 0;
}
function end(scene, task) {
    moveTo(scene, task, 'STOPPED');
    task.stoppedAt = scene.now;
    if (task.held)
        scene.orders.push({ kind: 'forget', taskId: task.id });
    task.held = false;
}
/** How long ECS remembers service deployments (Amazon ECS Developer Guide, "service history"). */
const HISTORY_MS = 90 * 24 * 3_600_000;
/** Deployments that ended can be described for 90 days, then nobody remembers them. */
function forgetDeployments({ world, now }) {
    for (const { history } of Object.values(world.services))
        while ((history.at(-1)?.finishedAt ?? now) < now - HISTORY_MS)
            history.pop();
}
/** Stopped tasks can be described for a while, then nobody remembers them. */
function forgetTasks(scene) {
    const { world, now, pace } = scene;
    const kept = world.stoppedTasks.findIndex(id => now - (world.tasks[id]?.stoppedAt ?? now) <= pace.memory);
    const old = world.stoppedTasks.splice(0, kept === -1 ? world.stoppedTasks.length : kept);
    for (const id of old)
        forget(scene, world.tasks[id]);
}
function forget(scene, task) {
    if (task === undefined)
        return;
    delete scene.world.tasks[task.id];
    const ids = serviceOf(scene, task)?.tasks ?? [];
    const at = ids.indexOf(task.id);
    if (at !== -1)
        ids.splice(at, 1);
}

;// CONCATENATED MODULE: ./lib/emulator/scheduler/event.js
/**
 * What ECS sends to EventBridge of what happened.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_cwe_events.html
 */


/** Undefined where ECS sends nothing. */
function eventOf(world, entry) {
    const telling = TOLD[entry.what]?.(world, entry);
    return telling && wrapped(world, entry.at, { source: 'aws.ecs', ...telling });
}
const scheduledEvent = (world, now, rule) => wrapped(world, now, { source: 'aws.events', 'detail-type': 'Scheduled Event', resources: [rule], detail: {} });
function wrapped(world, at, { source, ...telling }) {
    return {
        version: '0',
        id: uuid(world),
        'detail-type': telling['detail-type'],
        source,
        account: world.account,
        time: new Date(at).toISOString().replace(/\.\d+Z$/, 'Z'),
        region: world.region,
        resources: telling.resources,
        detail: telling.detail,
    };
}
const TOLD = {
    task(world, { task: id, status, at }) {
        const task = world.tasks[String(id)];
        if (task === undefined)
            return undefined;
        const { tags, ...shown } = showTask(world, task);
        const detail = { ...withDates(shown), lastStatus: status, updatedAt: new Date(at).toISOString() };
        return { 'detail-type': 'ECS Task State Change', resources: [task.arn], detail };
    },
    deployment(world, { service: name, deployment: id, state, reason, at }) {
        const service = Object.values(world.services).find(one => one.name === name && one.deployments.some(deployment => deployment.id === id));
        if (service === undefined)
            return undefined;
        const detail = {
            eventType: state === 'FAILED' ? 'ERROR' : 'INFO',
            eventName: `SERVICE_DEPLOYMENT_${state}`,
            deploymentId: id,
            updatedAt: new Date(at).toISOString(),
            reason,
        };
        return { 'detail-type': 'ECS Deployment State Change', resources: [service.arn], detail };
    },
    'service-event'(world, { arn: resource, action, at }) {
        if (action === undefined || resource === undefined)
            return undefined;
        const found = event_ACTIONS[action];
        const cluster = world.services[String(resource)]?.cluster;
        const detail = {
            eventType: found.type,
            eventName: action,
            clusterArn: arn(world, 'ecs', `cluster/${cluster}`),
            createdAt: new Date(at).toISOString(),
            ...(found.reason !== undefined && { reason: found.reason }),
        };
        return { 'detail-type': 'ECS Service Action', resources: [String(resource)], detail };
    },
};
/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_events.html */
const event_ACTIONS = {
    SERVICE_STEADY_STATE: { type: 'INFO' },
    SERVICE_TASK_START_IMPAIRED: { type: 'WARN' },
    SERVICE_TASK_PLACEMENT_FAILURE: { type: 'ERROR', reason: 'RESOURCE:FARGATE' },
};
/** Times travel as text in events. */
const withDates = (task) => Object.fromEntries(Object.entries(task).map(([key, value]) => [
    key,
    key.endsWith('At') && typeof value === 'number' ? new Date(value * 1000).toISOString() : value,
]));

;// CONCATENATED MODULE: ./lib/emulator/scheduler/run-target.js


function runTarget({ world, now, pace }, target) {
    try {
        // Which registry is this one's plays no part: the task definition was registered with it.
        const { tasks, failures } = runTask({ world, now, pace, host: '' }, request(target));
        const [failure] = failures;
        return failure ? { message: failure.reason, isLacking: true } : { message: `started ${tasks.length} tasks` };
    }
    catch (error) {
        if (error instanceof Refusal)
            return { message: `${error.code}: ${error.message}` };
        throw error;
    }
}
function request({ clusterArn, parameters, input, startedBy }) {
    const network = parameters.NetworkConfiguration?.awsvpcConfiguration;
    const overrides = overridesIn(input);
    const asked = {
        cluster: clusterArn,
        taskDefinition: parameters.TaskDefinitionArn,
        count: parameters.TaskCount,
        launchType: parameters.LaunchType,
        capacityProviderStrategy: parameters.CapacityProviderStrategy,
        platformVersion: parameters.PlatformVersion,
        group: parameters.Group,
        propagateTags: parameters.PropagateTags,
        enableECSManagedTags: parameters.EnableECSManagedTags,
        enableExecuteCommand: parameters.EnableExecuteCommand,
        tags: parameters.Tags?.map(tag => ({ key: tag.Key ?? tag.key, value: tag.Value ?? tag.value })),
        networkConfiguration: network && {
            awsvpcConfiguration: {
                subnets: network.Subnets,
                securityGroups: network.SecurityGroups,
                assignPublicIp: network.AssignPublicIp,
            },
        },
        overrides,
        startedBy: startedBy.replaceAll('.', '-').slice(0, MOST_STARTER),
    };
    return JSON.parse(JSON.stringify(asked));
}
const MOST_STARTER = 128;
const OVERRIDES = [
    'containerOverrides',
    'cpu',
    'memory',
    'taskRoleArn',
    'executionRoleArn',
    'ephemeralStorage',
    'inferenceAcceleratorOverrides',
];
/** Of an event that was passed on as it is, nothing is an override. */
function overridesIn(input) {
    let given;
    try {
        given = JSON.parse(input);
    }
    catch {
        return undefined;
    }
    if (typeof given !== 'object' || given === null)
        return undefined;
    const found = Object.entries(given).filter(([key]) => OVERRIDES.includes(key));
    return found.length === 0 ? undefined : Object.fromEntries(found);
}

;// CONCATENATED MODULE: ./lib/emulator/scheduler/rules.js
/** EventBridge: rules whose schedule is due, and those that wait for what has just happened. */








function followRules(scene) {
    const { world, now } = scene;
    const rules = Object.values(world.rules).filter(({ state, bus }) => state !== 'DISABLED' && bus === DEFAULT_BUS);
    rules_tell(scene, rules);
    for (const rule of rules) {
        if (rule.due === undefined || rule.due > now)
            continue;
        rule.due = dueAfter(rule, now);
        invoke(scene, rule, scheduledEvent(world, now, rule.arn));
    }
}
/** What this leads to is told at the next tick. */
function rules_tell(scene, rules) {
    const { world } = scene;
    const waiting = rules.flatMap(rule => (rule.pattern ? [{ rule, pattern: JSON.parse(rule.pattern) }] : []));
    const news = waiting.length === 0 ? [] : world.journal.slice(world.told);
    world.told = world.journal.length;
    for (const entry of news) {
        const event = eventOf(world, entry);
        if (event === undefined)
            continue;
        for (const { rule, pattern } of waiting)
            if (fits(pattern, { ...event }))
                invoke(scene, rule, event);
    }
}
function invoke(scene, rule, event) {
    for (const target of rule.targets)
        record(scene.world, scene.now, 'invocation', {
            rule: rule.name,
            target: target.Id,
            outcome: deliver(scene, { rule, target }, event),
        });
}
function deliver(scene, { rule, target }, event) {
    const input = inputFor(target, event);
    if (isCluster(target.Arn) && target.EcsParameters !== undefined) {
        const { Arn: clusterArn, EcsParameters: parameters } = target;
        return runTarget(scene, { clusterArn, parameters, input, startedBy: `events-rule/${rule.name}` }).message;
    }
    const group = scene.world.logGroups[logGroupOf(target.Arn) ?? ''];
    if (group === undefined)
        return 'not delivered';
    const stream = group.streams[event.id] ?? emptyLogStream(scene.now);
    stream.lines.push({ at: scene.now, message: input });
    group.streams[event.id] = stream;
    return 'logged';
}

;// CONCATENATED MODULE: ./lib/emulator/scheduler/schedules.js
/** EventBridge Scheduler: schedules that are due, and invocations that are tried again. */






function followSchedules(scene) {
    const { world, now } = scene;
    for (const schedule of Object.values(world.schedules)) {
        if (schedule.due !== undefined && schedule.due <= now) {
            schedule.pending.push({ scheduledFor: schedule.due, attempts: 0, next: now });
            schedule.due = due_dueAfter(schedule, now);
            schedule.isOver = schedule.due === undefined;
        }
        if (schedule.pending.length === 0)
            continue;
        schedule.pending = schedule.pending.filter(one => one.next > now || isTriedAgain(scene, schedule, one));
        if (schedule.isOver && schedule.pending.length === 0 && schedule.given.ActionAfterCompletion === 'DELETE')
            delete world.schedules[scheduler_find_keyOf(schedule.group, schedule.name)];
    }
}
/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html; how long it waits is not known. */
const RETRY = 60_000;
const MOST_ATTEMPTS = 185;
const MOST_AGE = 86_400;
/** A request that ECS refuses is not tried again: it would be refused again. */
function isTriedAgain(scene, schedule, invocation) {
    const { world, now } = scene;
    const { MaximumRetryAttempts: most = MOST_ATTEMPTS, MaximumEventAgeInSeconds: age = MOST_AGE } = schedule.given.Target.RetryPolicy ?? {};
    invocation.attempts++;
    const { message, isLacking } = schedules_invoke(scene, schedule, invocation);
    record(world, now, 'invocation', { schedule: scheduler_find_keyOf(schedule.group, schedule.name), outcome: message });
    invocation.next = now + RETRY;
    return isLacking === true && invocation.attempts <= most && invocation.next - invocation.scheduledFor <= age * 1000;
}
function schedules_invoke(scene, schedule, invocation) {
    const { Arn: clusterArn, EcsParameters: parameters, Input = '' } = schedule.given.Target;
    if (!isCluster(clusterArn) || parameters === undefined)
        return { message: 'not delivered' };
    const input = filled(scene, Input, { schedule, invocation });
    return runTarget(scene, { clusterArn, parameters, input, startedBy: `chronos-schedule/${schedule.name}` });
}
/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
function filled({ world }, input, { schedule, invocation }) {
    if (!input.includes('<aws.scheduler.'))
        return input;
    return input
        .replaceAll('<aws.scheduler.schedule-arn>', schedule.arn)
        .replaceAll('<aws.scheduler.scheduled-time>', new Date(invocation.scheduledFor).toISOString().replace(/\.\d+Z$/, 'Z'))
        .replaceAll('<aws.scheduler.execution-id>', uuid(world))
        .replaceAll('<aws.scheduler.attempt-number>', String(invocation.attempts));
}

;// CONCATENATED MODULE: ./lib/emulator/scheduler/early.js
/** A rollback has to be whole again. */
function earlySuccess(movement, desired) {
    const { enable, healthyPercent = 100, sourceServiceRevisionCleanup, } = movement?.configuration.earlySuccessCriteria ?? {};
    if (enable !== true || movement?.rollback !== undefined)
        return undefined;
    // AWS's guide on early success criteria: at least one task is started and waited for
    const healthy = Math.max(Math.ceil((desired * healthyPercent) / 100), Math.min(desired, 1));
    return { healthy, blocking: sourceServiceRevisionCleanup === 'BLOCKING' };
}

;// CONCATENATED MODULE: ./lib/emulator/scheduler/balance.js
function bounds(configuration, desired) {
    const floor = Math.ceil((desired * (configuration.minimumHealthyPercent ?? 100)) / 100);
    const ceiling = Math.floor((desired * (configuration.maximumPercent ?? 200)) / 100);
    return { floor: Math.min(floor, desired), ceiling };
}
function balance(census) {
    const { desired, fresh, freshHealthy, old, oldHealthy, oldStarting, leaving } = census;
    const { floor, ceiling } = census.bounds;
    const missing = census.held ? 0 : Math.max(0, desired - fresh);
    const stopFresh = Math.max(0, fresh - desired);
    const room = Math.max(0, ceiling - (fresh + old + leaving));
    const sick = old - oldHealthy - oldStarting;
    // The old ones that are sick are stopped in any case; they make room, too.
    const coming = leaving + sick;
    const spare = Math.max(0, freshHealthy - stopFresh + oldHealthy - floor);
    const needed = Math.max(0, desired - freshHealthy);
    const startOld = Math.min(census.lost, Math.max(0, needed - oldHealthy - oldStarting), room);
    const start = Math.min(missing, room - startOld);
    const replaced = Math.max(0, oldHealthy - needed);
    const crowding = Math.max(0, missing - (room - startOld) - coming);
    const stopOld = Math.min(oldHealthy, Math.max(Math.min(replaced, spare), Math.min(crowding, spare)));
    const surplus = Math.min(oldStarting, Math.max(0, oldHealthy + oldStarting - needed));
    const idle = start + startOld + stopOld + coming + (fresh - freshHealthy) === 0;
    const stopStarting = missing > 0 && idle ? Math.max(surplus, Math.min(oldStarting, 1)) : surplus;
    return { start, startOld, stopOld, stopStarting, stopFresh, stuck: missing > 0 && idle && stopStarting === 0 };
}

;// CONCATENATED MODULE: ./lib/emulator/scheduler/staff.js







/** As many tasks of one deployment as the service wants, whatever others it has. */
function staff(scene, service, deployment, tasks) {
    const surplus = tasks.length - service.desiredCount;
    const healthy = (task) => isHealthy(task, scene.now, scene.pace);
    if (surplus > 0)
        stopAll(scene, service, weakestFirst(tasks, healthy).slice(0, surplus));
    if (surplus < 0)
        staff_start(scene, service, deployment, -surplus);
}
function weakestFirst(tasks, healthy) {
    return [...tasks.filter(task => !healthy(task)), ...tasks.filter(healthy)];
}
function staff_start(scene, service, deployment, wanted) {
    const { world, now, pace } = scene;
    const revision = revisionOf(service, deployment.revisionArn);
    const definition = revision && world.definitions[revision.setting.taskDefinition];
    if (revision === undefined || definition === undefined)
        return;
    service.steady = false;
    if (now < deployment.startNotBefore)
        return;
    if (!isFargate(revision.setting)) {
        complain(world, service, now, NO_INSTANCES, 'SERVICE_TASK_PLACEMENT_FAILURE');
        return;
    }
    if (world.shortage !== undefined) {
        complain(world, service, now, `was unable to place a task. Reason: ${world.shortage.reason}`, 'SERVICE_TASK_PLACEMENT_FAILURE');
        return;
    }
    const ids = [];
    for (let i = 0; i < wanted; i++)
        ids.push(createTask({ world, now, pace }, {
            cluster: service.cluster,
            definition,
            service,
            deployment,
            setting: revision.setting,
            capacityProvider: provide(deployment, revision.setting),
            exec: service.extras.enableExecuteCommand === true,
            tags: tagsFor(service, definition),
        }).id);
    const replaced = Math.min(service.owed, ids.length);
    service.owed = 0;
    const suffix = replaced > 0 ? ` Amazon ECS replaced ${replaced} tasks due to an unhealthy status.` : '';
    announce(world, service, now, `has started ${ids.length} tasks: ${taskList(ids)}.${suffix}`);
}
/** There are no container instances here. */
const NO_INSTANCES = 'was unable to place a task because no container instance met all of its requirements. Reason: No Container Instances were found in your cluster. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.';
function provide(deployment, { capacityProviderStrategy }) {
    if (capacityProviderStrategy === undefined)
        return undefined;
    const placed = deployment.placed ?? {};
    const provider = nextProvider(capacityProviderStrategy, placed);
    if (provider !== undefined)
        deployment.placed = { ...placed, [provider]: (placed[provider] ?? 0) + 1 };
    return provider;
}
function tagsFor(service, definition) {
    const { name, cluster, extras } = service;
    const managed = extras.enableECSManagedTags === true ? managedTags(cluster, name) : [];
    return [...managed, ...structuredClone(propagated(service, definition))];
}
function propagated({ tags, extras }, definition) {
    switch (extras.propagateTags) {
        case 'SERVICE':
            return tags;
        case 'TASK_DEFINITION':
            return definition.tags;
        default:
            return [];
    }
}
function stopAll(scene, service, tasks) {
    if (tasks.length === 0)
        return;
    const { world, now } = scene;
    service.steady = false;
    const running = tasks.filter(({ status }) => status === 'RUNNING');
    const draining = running.filter(({ targets }) => targets.length > 0).length;
    const id = primaryOf(service)?.id ?? '';
    for (const task of tasks)
        stopTask(scene, task, {
            code: 'ServiceSchedulerInitiated',
            reason: `Scaling activity initiated by (deployment ${id})`,
        });
    if (draining > 0)
        announce(world, service, now, `has begun draining connections on ${draining} tasks.`);
    if (running.length > 0)
        announce(world, service, now, `has stopped ${running.length} running tasks: ${taskList(running.map(t => t.id))}.`);
    const pending = tasks.length - running.length;
    if (pending > 0)
        announce(world, service, now, `stopped ${pending} pending tasks.`);
}

;// CONCATENATED MODULE: ./lib/emulator/scheduler/rebalance.js
/** One tick of a rolling deployment's tasks: which start and which stop. */








function rebalance(scene, service, tasks) {
    const { now, pace } = scene;
    const deployment = primaryOf(service);
    if (deployment === undefined)
        return;
    const healthy = (task) => isHealthy(task, now, pace);
    const wanted = tasks.filter(isWanted);
    const fresh = wanted.filter(task => task.deploymentId === deployment.id);
    const old = wanted.filter(task => task.deploymentId !== deployment.id);
    if (deployment.rolloutState === 'FAILED') {
        const groups = service.history[0]?.shift === undefined ? [[...fresh, ...old]] : [fresh, old];
        for (const group of groups)
            shrink(scene, service, group);
        return;
    }
    const desired = service.desiredCount;
    const movement = movementOf(service);
    const held = movement?.rollback === undefined && !startsTasks(movement?.stage);
    const early = earlySuccess(movement, desired);
    const enough = !held && early?.blocking === true && fresh.filter(healthy).length >= early.healthy;
    if (enough || deployment.rolloutState === 'COMPLETED')
        stopAll(scene, service, old.splice(0));
    const runner = service.deployments.find(({ kept }) => kept !== undefined);
    const ofRunner = old.filter(task => task.deploymentId === runner?.id);
    const starting = ofRunner.filter(task => !healthy(task));
    const plan = balance({
        desired,
        held,
        bounds: bounds(service.deploymentConfiguration, desired),
        fresh: fresh.length,
        freshHealthy: fresh.filter(healthy).length,
        old: old.length,
        oldHealthy: old.filter(healthy).length,
        oldStarting: starting.length,
        lost: enough ? 0 : Math.max(0, (runner?.kept ?? 0) - ofRunner.length),
        leaving: tasks.filter(task => isPresent(task) && !isWanted(task)).length,
    });
    const leavingNow = [
        ...old.filter(task => !healthy(task) && !starting.includes(task)),
        ...starting.slice(0, plan.stopStarting),
        ...old.filter(healthy).slice(0, plan.stopOld),
    ];
    release(runner, leavingNow);
    stopAll(scene, service, [...leavingNow, ...weakestFirst(fresh, healthy).slice(0, plan.stopFresh)]);
    if (runner !== undefined && plan.startOld > 0)
        staff_start(scene, service, runner, plan.startOld);
    if (plan.start > 0)
        staff_start(scene, service, deployment, plan.start);
    if (plan.stuck)
        complain(scene.world, service, now, 'was unable to stop or start tasks during a deployment because of the service deployment configuration. ' +
            'Update the minimumHealthyPercent or maximumPercent value and try again.');
}
/** What the service itself takes away of the running version does not come back. */
function release(runner, tasks) {
    if (runner?.kept === undefined)
        return;
    runner.kept -= tasks.filter(({ deploymentId }) => deploymentId === runner.id).length;
}
/** A failed deployment starts nothing any more; a lower desired count still takes tasks away, its own first. */
function shrink(scene, service, tasks) {
    const surplus = tasks.length - service.desiredCount;
    if (surplus > 0)
        stopAll(scene, service, tasks.slice(0, surplus));
}

;// CONCATENATED MODULE: ./lib/emulator/scheduler/rollback.js
/** A deployment has failed: back to the last one that completed, or a stall. */





const STATE_REASON = {
    breaker: 'ECS deployment circuit breaker: tasks failed to start.',
    alarm: 'ECS deployment alarms: one or more alarms went into ALARM state.',
    user: 'ECS deployment was stopped by user.',
    stage: 'ECS deployment timed out.',
    hook: 'ECS deployment lifecycle hook failed.',
};
const EVENT = {
    breaker: 'tasks failed to start.',
    alarm: 'alarm detected.',
    user: 'stopped by user.',
    stage: 'lifecycle stage timed out.',
    hook: 'lifecycle hook failed.',
};
const WHY = {
    breaker: 'because the circuit breaker threshold was exceeded.',
    alarm: 'because one or more CloudWatch alarms were triggered.',
    user: 'by user.',
    stage: 'because a lifecycle stage timed out.',
};
function why(cause, movement) {
    if (cause !== 'hook')
        return WHY[cause];
    const hook = failedHook(movement);
    if (hook?.status === 'TIMED_OUT')
        return `because ${hook.stage} ${hook.type === 'PAUSE' ? 'pause hook' : 'lifecycle hook(s)'} timed out.`;
    const returned = hook?.target === undefined ? '' : ` Lifecycle hook target ${hook.target} returned FAILED status.`;
    return `because ${hook?.stage} lifecycle hook(s) failed.${returned}`;
}
const NO_CANDIDATE = 'No rollback candidate was found to run the rollback.';
function failDeployment(scene, service, cause, wantsRollback) {
    const { world, now } = scene;
    const deployment = primaryOf(service);
    const movement = movementOf(service);
    if (deployment === undefined)
        return;
    deployment.rolloutState = 'FAILED';
    deployment.rolloutStateReason = STATE_REASON[cause];
    deployment.updatedAt = now;
    const { id, rolloutState: state, rolloutStateReason: reason } = deployment;
    record(world, now, 'deployment', { service: service.name, deployment: id, state, reason });
    announce(world, service, now, `(deployment ${deployment.id}) deployment failed: ${EVENT[cause]}`);
    if (movement?.rollback !== undefined) {
        deployment_close(world, service, movement, now, 'ROLLBACK_FAILED');
        return;
    }
    if (movement !== undefined && cause === 'breaker')
        movement.breaker.status = 'TRIGGERED';
    if (movement !== undefined && cause === 'breaker' && wantsRollback && world.rollbackDelay > 0) {
        movement.rollbackDue = now + (world.rollbackDelay * 1000) / scene.pace.speed;
        return;
    }
    if (!wantsRollback) {
        if (movement === undefined)
            return;
        movement.stoppedAt = now;
        deployment_close(world, service, movement, now, 'STOPPED', `Service deployment stopped ${why(cause, movement)}`);
        return;
    }
    rollBack(scene, service, cause);
}
/** To the last deployment that completed; without one the service stalls. */
function rollBack(scene, service, cause) {
    const failed = primaryOf(service);
    const movement = movementOf(service);
    if (failed === undefined)
        return;
    if (movement !== undefined)
        movement.rollbackDue = undefined;
    const candidate = service.completed.find(({ deploymentId }) => deploymentId !== failed.id);
    const revision = candidate && revisionOf(service, candidate.revisionArn);
    if (candidate === undefined || revision === undefined) {
        if (movement !== undefined)
            deployment_close(scene.world, service, movement, scene.now, 'ROLLBACK_FAILED', NO_CANDIDATE);
        return;
    }
    service.setting = structuredClone(revision.setting);
    turnBack(scene, service, { candidate, failed, movement, cause });
}
/** The old deployment becomes the primary again, under its old id. */
function turnBack({ world, now }, service, { candidate, failed, movement, cause }) {
    const { deploymentId, revisionArn, createdAt } = candidate;
    service.completed = service.completed.filter(one => one !== candidate);
    const target = {
        id: deploymentId,
        status: 'PRIMARY',
        revisionArn,
        createdAt,
        updatedAt: now,
        rolloutState: 'IN_PROGRESS',
        rolloutStateReason: cause === 'breaker'
            ? `ECS deployment circuit breaker: rolling back to deploymentId ${deploymentId}.`
            : `ECS deployment ${deploymentId} in progress.`,
        failures: 0,
        stumbles: 0,
        everRan: false,
        startNotBefore: 0,
        serviceDeploymentArn: movement?.arn,
    };
    const { rolloutState: state, rolloutStateReason: reason } = target;
    record(world, now, 'deployment', { service: service.name, deployment: deploymentId, state, reason });
    failed.status = 'ACTIVE';
    service.deployments = [target, ...service.deployments.filter(({ id }) => id !== deploymentId)];
    service.steady = false;
    if (movement !== undefined) {
        movement.breaker.failures = failed.failures;
        movement.status = 'ROLLBACK_IN_PROGRESS';
        movement.statusReason = `Service deployment rolled back ${why(cause, movement)}`;
        movement.updatedAt = now;
        dropHooks(movement);
        movement.rollback = { reason: movement.statusReason, startedAt: now, revisionArn };
        if (movement.shift !== undefined)
            movement.shift = { ...movement.shift, ...NOTHING, stage: 'CLEAN_UP', since: now };
        serveFrom(world, service);
        record(world, now, 'service-deployment', { service: service.name, arn: movement.arn, status: movement.status });
    }
    announce(world, service, now, `rolling back to deployment ${deploymentId}.`);
}

;// CONCATENATED MODULE: ./lib/emulator/scheduler/shift.js
/** One tick of a blue/green, canary or linear deployment: all new tasks beside the old ones, then the traffic, then the bake time. */









function shiftTraffic(scene, service, movement, tasks) {
    const { shift } = movement;
    const green = primaryOf(service);
    if (shift === undefined || green === undefined || movement.status === 'PENDING')
        return;
    const source = movement.source;
    const blue = service.deployments.find(({ revisionArn }) => revisionArn === source);
    const turn = { movement, shift, green, blue, tasks };
    shift_keep(scene, service, turn);
    if (!isWaiting(movement) && isOver(scene, service, turn))
        proceed(scene, service, turn);
}
/** Both sides have all their tasks; what is neither leaves first. */
function shift_keep(scene, service, { shift, green, blue, tasks }) {
    const of = (deployment) => tasks.filter(each => isWanted(each) && each.deploymentId === deployment.id);
    const strays = tasks.filter(each => isWanted(each) && each.deploymentId !== green.id && each.deploymentId !== blue?.id);
    stopAll(scene, service, strays);
    if (hasReached(shift, 'SCALE_UP'))
        staff(scene, service, green, of(green));
    if (blue === undefined)
        return;
    if (shift.stage === 'CLEAN_UP')
        stopAll(scene, service, of(blue));
    else
        staff(scene, service, blue, of(blue));
}
function isOver({ now, pace }, service, { movement, shift, green, blue, tasks }) {
    const elapsed = now - shift.since;
    const minutes = (many) => (many * 60_000) / pace.speed;
    const leftBut = (...kept) => tasks.filter(each => isPresent(each) && !kept.some(one => one?.id === each.deploymentId)).length;
    switch (shift.stage) {
        case 'RECONCILE_SERVICE':
            return leftBut(green, blue) === 0;
        case 'SCALE_UP': {
            const well = tasks.filter(each => each.deploymentId === green.id && isHealthy(each, now, pace));
            return well.length >= service.desiredCount;
        }
        case 'PRE_PRODUCTION_TRAFFIC_SHIFT':
            return true;
        case 'PRODUCTION_TRAFFIC_SHIFT':
            return elapsed >= Math.max(pace.stage, minutes(steps(movement)[shift.step]?.minutes ?? 0));
        case 'BAKE_TIME':
            return elapsed >= minutes(movement.configuration.bakeTimeInMinutes ?? 0);
        case 'CLEAN_UP':
            return leftBut(green) === 0;
        default:
            return elapsed >= pace.stage;
    }
}
/** The next step or stage, with the traffic it brings. */
function proceed(scene, service, { movement, shift, green }) {
    const { world, now } = scene;
    if (shift.stage === 'CLEAN_UP') {
        complete(scene, service);
        return;
    }
    const path = steps(movement);
    if (shift.stage === 'PRODUCTION_TRAFFIC_SHIFT' && shift.step + 1 < path.length) {
        shift.step++;
        shift.stage = 'PRE_PRODUCTION_TRAFFIC_SHIFT';
    }
    else
        shift.stage = after(shift.stage);
    if (shift.stage === 'PRE_PRODUCTION_TRAFFIC_SHIFT' && hooksAt(movement, shift.stage).length === 0)
        shift.stage = after(shift.stage);
    shift.since = now;
    if (shift.stage === 'TEST_TRAFFIC_SHIFT')
        shift.test = 100;
    if (shift.stage === 'PRODUCTION_TRAFFIC_SHIFT')
        shift.production = path[shift.step]?.percent ?? 100;
    if (shift.stage === 'CLEAN_UP') {
        service.serving = movement.target;
        makeCandidate(service, green);
    }
    leadTraffic(world, service, movement);
    movement.updatedAt = now;
    const { stage, production, test } = shift;
    record(world, now, 'lifecycle-stage', { service: service.name, arn: movement.arn, stage, production, test });
}

;// CONCATENATED MODULE: ./lib/emulator/scheduler/steer.js
/** One service, one tick: look after its tasks, judge its deployment, move it on. */















function steer(scene, service, tasks) {
    if (service.status === 'DRAINING')
        windDown(scene, service, tasks);
    if (service.status !== 'ACTIVE')
        return;
    cure(scene, service, tasks);
    judge(scene, service);
    const shifting = shiftOf(service);
    if (shifting === undefined)
        rebalance(scene, service, tasks);
    else
        shiftTraffic(scene, service, shifting, tasks);
    settle(scene, service, tasks);
    forgetEmpty(service, tasks);
}
/** A deployment that shifts traffic and has not been turned back. */
function shiftOf(service) {
    const movement = movementOf(service);
    const going = primaryOf(service)?.rolloutState === 'IN_PROGRESS' && movement?.rollback === undefined;
    return going && movement?.shift !== undefined ? movement : undefined;
}
/** A deployment stays ACTIVE as long as it has tasks. */
function forgetEmpty(service, tasks) {
    if (primaryOf(service)?.rolloutState === 'IN_PROGRESS')
        return;
    const inUse = new Set(tasks.filter(isPresent).map(({ deploymentId }) => deploymentId));
    service.deployments = service.deployments.filter(({ id, status }) => status === 'PRIMARY' || inUse.has(id));
}
function windDown(scene, service, tasks) {
    stopAll(scene, service, tasks.filter(isWanted));
    if (tasks.some(isPresent))
        return;
    service.status = 'INACTIVE';
    service.deployments = [];
    record(scene.world, scene.now, 'service', { service: service.name, status: 'INACTIVE' });
}
/** Tasks that fail their health checks are stopped; what is missing then is started like anything else. */
function cure(scene, service, tasks) {
    for (const task of tasks) {
        const found = illness(task, service, scene.now, scene.pace);
        if (found === undefined)
            continue;
        announce(scene.world, service, scene.now, found.event);
        blame(scene, task, 'illness');
        service.owed++;
        service.steady = false;
        stopTask(scene, task, { code: 'ServiceSchedulerInitiated', reason: found.stoppedReason });
    }
}
function judge(scene, service) {
    const { world, now, pace } = scene;
    const deployment = primaryOf(service);
    const movement = movementOf(service);
    if (deployment === undefined)
        return;
    if (movement?.status === 'ROLLBACK_REQUESTED') {
        if (movement.rollbackDue === undefined)
            failDeployment(scene, service, 'user', true);
        else
            rollBack(scene, service, 'user');
        return;
    }
    if (movement?.rollbackDue !== undefined) {
        if (now >= movement.rollbackDue)
            rollBack(scene, service, 'breaker');
        return;
    }
    if (movement?.status === 'PENDING' && now >= movement.createdAt + pace.pending) {
        movement.status = 'IN_PROGRESS';
        movement.startedAt = now;
        movement.updatedAt = now;
        record(world, now, 'service-deployment', { service: service.name, arn: movement.arn, status: 'IN_PROGRESS' });
    }
    if (deployment.rolloutState !== 'IN_PROGRESS')
        return;
    const configuration = service.deploymentConfiguration;
    if (movement !== undefined && movement.rollback === undefined && movement.status === 'IN_PROGRESS') {
        runHooks(scene, service, movement);
        if (failedHook(movement) !== undefined) {
            failDeployment(scene, service, 'hook', true);
            return;
        }
        if (isOverdue(movement, now, pace)) {
            failDeployment(scene, service, 'stage', true);
            return;
        }
    }
    if (movement?.shift?.stage === 'CLEAN_UP' && !movement.rollback)
        return;
    if (isTripped(configuration, service.desiredCount, deployment.failures)) {
        failDeployment(scene, service, 'breaker', configuration.deploymentCircuitBreaker?.rollback === true);
        return;
    }
    if (movement?.alarms.status !== 'MONITORING' || movement.rollback !== undefined)
        return;
    const ringing = (configuration.alarms?.alarmNames ?? []).filter(name => world.alarms[name] === 'ALARM');
    if (ringing.length === 0)
        return;
    movement.alarms = { status: 'TRIGGERED', triggered: ringing };
    failDeployment(scene, service, 'alarm', configuration.alarms?.rollback === true);
}
/** A stage with hooks lasts as long as they may. */
const isOverdue = ({ shift, hooks }, now, pace) => shift !== undefined && now - shift.since > pace.longestStage && !hooks.some(({ stage }) => stage === shift.stage);
/** A rolling update's next stage; what its hooks wait for does not happen before. */
function advanceStage({ now, world }, service, done) {
    const movement = movementOf(service);
    if (movement?.stage === undefined || movement.status !== 'IN_PROGRESS' || movement.rollback !== undefined)
        return;
    if (isWaiting(movement) || movement.hooksOf === undefined)
        return;
    if (!startsTasks(movement.stage) || (movement.stage === 'SCALE_UP' && done))
        movement.stage = after(movement.stage);
    else
        return;
    movement.updatedAt = now;
    record(world, now, 'lifecycle-stage', { service: service.name, arn: movement.arn, stage: movement.stage });
}
/** Nothing is left to do: the deployment completes and the service is steady. */
function settle(scene, service, tasks) {
    const { world, now, pace } = scene;
    const deployment = primaryOf(service);
    if (deployment === undefined || service.steady || deployment.rolloutState === 'FAILED')
        return;
    const mine = (task) => task.deploymentId === deployment.id;
    const well = tasks.filter(task => isWanted(task) && mine(task) && isHealthy(task, now, pace)).length;
    const wanted = tasks.filter(isWanted);
    const inPlace = wanted.length === service.desiredCount &&
        well === wanted.length &&
        !tasks.some(task => isPresent(task) && !isWanted(task));
    if (deployment.rolloutState === 'IN_PROGRESS') {
        const early = earlySuccess(movementOf(service), service.desiredCount);
        const enough = early !== undefined &&
            well >= early.healthy &&
            !(early.blocking && tasks.some(task => isPresent(task) && !mine(task)));
        const done = inPlace || enough;
        advanceStage(scene, service, done);
        if (!steer_isOver(scene, service, deployment, done))
            return;
        complete(scene, service);
    }
    if (!inPlace)
        return;
    service.steady = true;
    announce(world, service, now, 'has reached a steady state.', 'SERVICE_STEADY_STATE');
}
/** Done, and watched by its alarms for as long as it takes. */
function steer_isOver({ now, pace }, service, deployment, done) {
    if (!done) {
        deployment.bakingSince = undefined;
        return false;
    }
    const movement = movementOf(service);
    if (shiftOf(service) !== undefined || movement?.status === 'PENDING')
        return false;
    if (movement !== undefined && movement.rollback === undefined && !hasPassed(movement))
        return false;
    deployment.bakingSince ??= now;
    const watched = movement?.alarms.status === 'MONITORING' && movement.shift === undefined;
    return now - deployment.bakingSince >= (watched ? pace.baking : 0);
}
/** The hooks after a rolling update's last task. */
const hasPassed = (movement) => movement.stage === undefined ||
    (movement.stage === 'POST_SCALE_UP' && movement.hooksOf?.startsWith('POST_SCALE_UP') === true && !isWaiting(movement));

;// CONCATENATED MODULE: ./lib/emulator/services/cloudwatch/watch.js
/** CloudWatch's minute: what the control door set becomes datapoints, and every alarm is looked at. */



/** @returns whether a minute has ended since the last look. */
function watchMetrics(world, now, speed) {
    const second = 1000 / speed;
    const minute = 60 * second;
    const end = Math.floor(now / minute) * minute;
    if (end <= world.watchedUntil)
        return false;
    world.watchedUntil = end;
    for (const gauge of Object.values(world.gauges))
        watch_read(world, gauge, end - minute);
    for (const alarm of Object.values(world.metricAlarms)) {
        const isDue = alarm.settings.Period <= 60 || end % (alarm.settings.Period * second) === 0;
        if (!isDue || alarm.idle)
            continue;
        if (watch_isWatched(world, alarm))
            judgeAlarm(world, alarm, end, second);
        else
            alarm.idle = true;
    }
    return true;
}
/** One that is kept behind has no datapoints here unless the control door set its metric: missing data would say nothing. */
function watch_isWatched({ metrics }, { behind, settings }) {
    const { Namespace, MetricName, Dimensions = [] } = settings;
    return behind === undefined || metrics[metricKey({ Namespace, MetricName, Dimensions })] !== undefined;
}
function watch_read(world, { name, value, sharedBy }, at) {
    const service = sharedBy === undefined ? undefined : world.services[sharedBy];
    if (sharedBy === undefined) {
        addSample(world, name, oneValue(at, value));
        return;
    }
    const tasks = service === undefined ? [] : tasksOf(world, service);
    const running = tasks.filter(task => task.status === 'RUNNING' && isWanted(task)).length;
    if (running > 0)
        addSample(world, name, oneValue(at, value / running));
}
/** When the clock has to stop next for it; undefined while nothing can change. */
function nextMinute(world, now, speed) {
    const isAwake = Object.keys(world.gauges).length > 0 || Object.values(world.metricAlarms).some(({ idle }) => idle === false);
    if (!isAwake && world.rung.length === 0)
        return undefined;
    const minute = 60_000 / speed;
    return world.rung.length > 0 ? now : (Math.floor(now / minute) + 1) * minute;
}

;// CONCATENATED MODULE: ./lib/emulator/services/application-autoscaling/adjust.js
/** Products of fractions that are whole by intent are not rounded up by their last bit. */
const NOISE = 1e-9;
/** Out: in proportion. */
const proportional = (capacity, value, target) => Math.ceil((capacity * value) / target - NOISE);
/** AWS says only that it is gradual: a tenth of the tasks at a time, and one at least. Never below the proportion. */
const gradually = (capacity, value, target) => Math.max(proportional(capacity, value, target), capacity - Math.max(1, Math.floor(capacity / 10)));
/** Above the threshold a step has its lower bound in it, below the threshold its upper one. */
function stepFor(steps, difference) {
    return steps.find(({ MetricIntervalLowerBound: low, MetricIntervalUpperBound: high }) => {
        const [lower, upper] = [low ?? Number.NEGATIVE_INFINITY, high ?? Number.POSITIVE_INFINITY];
        return difference >= 0 && lower >= 0
            ? difference >= lower && difference < upper
            : difference > lower && difference <= upper;
    });
}
/** Undefined where no step is for this difference. */
function stepped(configuration, capacity, difference) {
    const { AdjustmentType, StepAdjustments = [], MinAdjustmentMagnitude = 0 } = configuration;
    const step = stepFor(StepAdjustments, difference)?.ScalingAdjustment;
    if (step === undefined)
        return undefined;
    switch (AdjustmentType) {
        case 'ExactCapacity':
            return step;
        case 'PercentChangeInCapacity':
            return capacity + atLeast(adjust_whole((capacity * step) / 100), MinAdjustmentMagnitude);
        default:
            return capacity + step;
    }
}
/** Towards zero, but between zero and one a whole one. */
function adjust_whole(change) {
    if (change > 0 && change < 1)
        return 1;
    return change < 0 && change > -1 ? -1 : Math.trunc(change);
}
const atLeast = (change, magnitude) => change === 0 ? 0 : Math.sign(change) * Math.max(Math.abs(change), magnitude);

;// CONCATENATED MODULE: ./lib/emulator/services/application-autoscaling/act.js








function autoscale(world, now, speed) {
    const isMinute = watchMetrics(world, now, speed);
    const turn = { world, now, second: 1000 / speed };
    const rung = isMinute ? Object.keys(world.metricAlarms) : world.rung;
    world.rung = [];
    carryOutSchedules(world, now);
    for (const target of Object.values(world.scalableTargets)) {
        const service = scale_serviceOf(world, target);
        if (service === undefined)
            continue;
        if (target.pull === true)
            pull(turn, target, service);
        if (rung.length > 0)
            follow(turn, target, service, rung);
    }
    fulfil(world, now);
}
/** To the limits that were set last; down only once no deployment runs. */
function pull({ world, now }, target, service) {
    const { MinCapacity, MaxCapacity } = target;
    const isBelow = service.desiredCount < MinCapacity;
    if (!isBelow && service.desiredCount > MaxCapacity && isDeploying(service))
        return;
    delete target.pull;
    if (!isBelow && service.desiredCount <= MaxCapacity)
        return;
    const capacity = isBelow ? MinCapacity : MaxCapacity;
    setCapacity(world, { target, service, capacity, cause: `${isBelow ? 'minimum' : 'maximum'} capacity was set to ${capacity}` }, now);
}
/** The largest of what they want; in only if none wants out. */
function follow(turn, target, service, rung) {
    const { world, now } = turn;
    const wishes = chosen(world.scalingPolicies, target).flatMap(policy => rung
        .filter(name => actionsOf(world, name).includes(policy.PolicyARN))
        .flatMap(name => wishOf(turn, target, service, { policy, alarm: world.metricAlarms[name] }) ?? []));
    const wish = wishes.reduce((most, one) => (most === undefined || one.capacity > most.capacity ? one : most), undefined);
    if (wish === undefined)
        return;
    const { desiredCount: current } = service;
    const { policy, alarm, cooldown } = wish;
    const capacity = Math.min(Math.max(wish.capacity, target.MinCapacity), target.MaxCapacity);
    const isOut = wish.capacity > current;
    if (capacity === current || capacity > current !== isOut)
        return;
    if (!isOut && (now < target.cooldown.inUntil || !mayShrink(world, target, service)))
        return;
    if (isSuspended(target, isOut))
        return;
    const state = world.alarms[alarm];
    const cause = `monitor alarm ${alarm} in state ${state} triggered policy ${policy.PolicyName}`;
    const until = now + cooldown * turn.second;
    target.cooldown = isOut
        ? { ...target.cooldown, outUntil: until, found: now < target.cooldown.outUntil ? target.cooldown.found : current }
        : { ...target.cooldown, inUntil: until };
    setCapacity(world, { target, service, capacity, cause }, now);
}
const isSuspended = ({ SuspendedState }, isOut) => SuspendedState[isOut ? 'DynamicScalingOutSuspended' : 'DynamicScalingInSuspended'] === true;
/** Every target tracking policy that may scale in has to be ready for it. */
function mayShrink(world, target, service) {
    return (!isDeploying(service) &&
        chosen(world.scalingPolicies, target).every(policy => {
            const tracking = policy.TargetTrackingScalingPolicyConfiguration;
            if (tracking === undefined || tracking.DisableScaleIn === true)
                return true;
            return world.alarms[alarmName(policy, 'AlarmLow')] === 'ALARM';
        }));
}
/** A service's, for either direction (API reference of Application Auto Scaling). */
const COOLDOWN = 300;
function wishOf(turn, target, service, { policy, alarm }) {
    if (alarm === undefined)
        return undefined;
    const { AlarmName: name, Threshold } = alarm.settings;
    const { desiredCount: current } = service;
    const { cooldown } = target;
    const base = turn.now < cooldown.outUntil ? Math.min(cooldown.found, current) : current;
    const tracking = policy.TargetTrackingScalingPolicyConfiguration;
    if (tracking !== undefined) {
        const value = newestValue(turn, alarm);
        if (value === undefined)
            return undefined;
        if (name === alarmName(policy, 'AlarmHigh'))
            return {
                policy,
                alarm: name,
                capacity: Math.max(current, proportional(base, value, tracking.TargetValue)),
                cooldown: tracking.ScaleOutCooldown ?? COOLDOWN,
            };
        const capacity = gradually(current, value, tracking.TargetValue);
        return { policy, alarm: name, capacity, cooldown: tracking.ScaleInCooldown ?? COOLDOWN };
    }
    const step = policy.StepScalingPolicyConfiguration;
    const value = newestValue(turn, alarm, step?.MetricAggregationType ?? 'Average');
    if (step === undefined || value === undefined)
        return undefined;
    const wanted = stepped(step, base, value - Threshold);
    const isOut = wanted !== undefined && wanted > base;
    const capacity = isOut ? Math.max(current, wanted) : stepped(step, current, value - Threshold);
    return capacity === undefined ? undefined : { policy, alarm: name, capacity, cooldown: step.Cooldown ?? COOLDOWN };
}
/** Of the newest period that has a datapoint. */
function newestValue({ world, now, second }, { settings }, statistic) {
    const span = settings.Period * second;
    const end = Math.floor(now / span) * span;
    const { ExtendedStatistic, Statistic, ...others } = settings;
    const looked = statistic === undefined ? settings : { ...others, Statistic: statistic };
    return datapointsOf(world, looked, { end, second, many: rangeOf(settings) }).find(({ value }) => value !== undefined)
        ?.value;
}

;// CONCATENATED MODULE: ./lib/emulator/scheduler.js







function tick(world, facts, now, pace) {
    const scene = { world, now, pace, orders: [], registered: new Map(), deregistered: new Map() };
    endShortage(scene);
    hear(scene, facts);
    autoscale(world, now, pace.speed);
    const tasks = scheduler_present(scene);
    forgetTasks(scene);
    for (const group of tasks.values())
        for (const task of group)
            live(scene, task);
    announceTargets(scene, scene.registered, 'registered');
    for (const service of Object.values(world.services))
        steer(scene, service, tasks.get(service.arn) ?? []);
    announceTargets(scene, scene.deregistered, 'deregistered');
    followRules(scene);
    followSchedules(scene);
    forgetDeployments(scene);
    return scene.orders;
}
/** True while nothing but the fate can change anything: the clock may jump to the fate's next fact. */
function isQuiet(world) {
    return (world.shortage?.until === undefined &&
        Object.values(world.services).every(({ status, steady }) => status === 'INACTIVE' || (status === 'ACTIVE' && steady)) &&
        world.openTasks.every(id => isAtRest(world.tasks[id])));
}
const isAtRest = (task) => task === undefined ||
    task.status === 'STOPPED' ||
    (task.status === 'RUNNING' && task.desired === 'RUNNING' && task.proven && task.stopAsked === undefined);
/** When something comes by itself, however quiet it is. */
function nextDue({ rules, schedules }) {
    const due = [
        ...Object.values(rules).flatMap(rule => rule.due ?? []),
        ...Object.values(schedules).flatMap(({ due, pending }) => [due ?? [], pending.map(({ next }) => next)].flat()),
    ];
    return due.length === 0 ? undefined : Math.min(...due);
}
/** By service; those that have stopped since the last tick are put aside. */
function scheduler_present({ world }) {
    const groups = new Map();
    const open = [];
    for (const id of world.openTasks) {
        const task = world.tasks[id];
        if (task === undefined)
            continue;
        if (task.status === 'STOPPED') {
            world.stoppedTasks.push(id);
            continue;
        }
        open.push(id);
        const group = groups.get(task.service);
        if (group)
            group.push(task);
        else
            groups.set(task.service, [task]);
    }
    world.openTasks = open;
    return groups;
}
function endShortage({ world, now }) {
    if (world.shortage?.until !== undefined && world.shortage.until <= now)
        world.shortage = undefined;
}
function announceTargets({ world, now }, tally, verb) {
    for (const [service, groups] of tally)
        for (const [group, many] of groups) {
            const found = world.services[service];
            if (found)
                announce(world, found, now, `${verb} ${many} targets in (target-group ${group})`);
        }
}

;// CONCATENATED MODULE: ./lib/emulator/services/application-autoscaling/next.js

function nextScaling(world, now, speed) {
    const minute = 60_000 / speed;
    if (Object.values(world.scalableTargets).some(({ pull }) => pull === true))
        return now;
    const isWaiting = world.scalingActivities.some(({ StatusCode }) => StatusCode === 'InProgress');
    const times = [
        nextMinute(world, now, speed),
        isWaiting ? (Math.floor(now / minute) + 1) * minute : undefined,
        ...Object.values(world.scheduledActions).map(({ next }) => next),
    ].filter(time => time !== undefined);
    return times.length === 0 ? undefined : Math.min(...times);
}

;// CONCATENATED MODULE: ./lib/emulator/engine.js



const VIRTUAL_START = Date.UTC(2026, 0, 1);
function createEngine(options) {
    const { world, fate, clock, speed, leastActivating, nextFact } = options;
    const scaled = paceAt(speed);
    const pace = { ...scaled, activating: Math.max(scaled.activating, leastActivating) };
    const grid = Math.max(1, Math.round(1000 / speed));
    let time = VIRTUAL_START;
    let ticked = VIRTUAL_START;
    const tickAt = (instant) => {
        const orders = tick(world, fate.facts(instant), instant, pace);
        if (orders.length > 0)
            fate.carryOut(orders, instant);
        options.ticked?.(instant);
    };
    const nextTick = (target) => {
        const next = ticked + grid;
        if (!isQuiet(world) || nextFact === undefined)
            return next;
        const scaling = nextScaling(world, ticked, speed);
        const fact = Math.min(nextFact() ?? target, nextDue(world) ?? target, scaling ?? target, target);
        return Math.max(next, ticked + Math.ceil((fact - ticked) / grid) * grid);
    };
    return {
        pace,
        grid,
        now: () => (clock === 'virtual' ? time : Date.now()),
        advanceTo(instant, isEnough = () => false) {
            for (let next = nextTick(instant); next <= instant; next = nextTick(instant)) {
                ticked = next;
                time = next;
                tickAt(next);
                if (isEnough())
                    return;
            }
            // a quiet time was jumped over: what comes after it does not begin before it
            ticked += Math.max(0, Math.floor((instant - ticked) / grid)) * grid;
            time = Math.max(time, instant);
        },
        step: () => tickAt(clock === 'virtual' ? time : Date.now()),
        instants: () => ({ time, ticked }),
        restart(instants = { time: VIRTUAL_START, ticked: VIRTUAL_START }) {
            time = instants.time;
            ticked = instants.ticked;
        },
    };
}

// EXTERNAL MODULE: ./lib/emulator/version.js
var version = __nccwpck_require__(963);
;// CONCATENATED MODULE: ./lib/emulator/health.js





/** Where LocalStack's name is another than IAM's. */
const OTHER_NAMES = { elasticloadbalancing: 'elbv2' };
const DOORS = {
    '/_internal/health': region => ({
        status: 'running',
        version: version/* VERSION */.x,
        region,
        services: SERVICES.map(({ name }) => name).sort(),
    }),
    '/_localstack/health': () => ({
        services: Object.fromEntries(SERVICES.map(({ name }) => [OTHER_NAMES[name] ?? name, 'available']).sort()),
        edition: 'evenkeel-local-ecs',
        version: version/* VERSION */.x,
    }),
};
/** @returns false of a request that is for something else. */
function answerHealth(request, response, { names, region }) {
    const path = pathOf(request.url);
    const door = Object.hasOwn(DOORS, path) ? DOORS[path] : undefined;
    if (door === undefined)
        return false;
    const say = (status, value) => send(response, {
        status,
        contentType: 'application/json',
        body: `${JSON.stringify(value)}\n`,
        requestId: 'health',
    });
    try {
        refuseBrowsers(request, names);
        if (request.method === 'GET' || request.method === 'HEAD')
            say(200, door(region));
        else
            say(405, { error: `${path} is read with GET, not with ${request.method}.` });
    }
    catch (error) {
        if (!(error instanceof Refusal))
            throw error;
        say(error.status, { error: error.message });
    }
    return true;
}

// EXTERNAL MODULE: ./lib/emulator/host-names.js
var host_names = __nccwpck_require__(660);
;// CONCATENATED MODULE: ./lib/emulator/limits.js
const BUCKETS = [
    [/^(Register|Deregister)TaskDefinition$/, { size: 20, perSecond: 1 }],
    [/^(Describe|List)TaskDefinition/, { size: 50, perSecond: 20 }],
    [/^(Create|Update|Delete)Service$/, { size: 50, perSecond: 5 }],
    [/^(DescribeServices|ListServices)$/, { size: 100, perSecond: 20 }],
    [/^(List|Describe)ServiceDeployments$/, { size: 50, perSecond: 20 }],
    [/^DescribeServiceRevisions$/, { size: 50, perSecond: 20 }],
    [/^(RunTask|StopTask)$/, { size: 100, perSecond: 40 }],
    [/^(DescribeTasks|ListTasks)$/, { size: 100, perSecond: 20 }],
    [/^(Tag|Untag)Resource$/, { size: 20, perSecond: 10 }],
    [/^ListTagsForResource$/, { size: 50, perSecond: 20 }],
    [/Clusters?$/, { size: 50, perSecond: 20 }],
];
function createLimits() {
    let enforced = false;
    let levels = new Map();
    return {
        enforce(on) {
            enforced = on;
            levels = new Map();
        },
        isOver(service, operation, now) {
            const bucket = service === 'ecs' && enforced ? BUCKETS.find(([name]) => name.test(operation))?.[1] : undefined;
            if (bucket === undefined)
                return false;
            const { tokens, at } = levels.get(bucket) ?? { tokens: bucket.size, at: now };
            const filled = Math.min(bucket.size, tokens + ((now - at) / 1000) * bucket.perSecond);
            levels.set(bucket, { tokens: filled >= 1 ? filled - 1 : filled, at: now });
            return filled < 1;
        },
    };
}

// EXTERNAL MODULE: ./lib/emulator/options.js
var emulator_options = __nccwpck_require__(329);
;// CONCATENATED MODULE: ./lib/emulator/policy/condition.js
/** Conditions of a policy statement. */

const TESTS = {
    StringEquals: (pattern, value) => pattern === value,
    StringEqualsIgnoreCase: (pattern, value) => pattern.toLowerCase() === value.toLowerCase(),
    StringLike: routing/* matches */.cK,
    ArnEquals: arnMatches,
    ArnLike: arnMatches,
    Bool: (pattern, value) => pattern.toLowerCase() === value.toLowerCase(),
};
const NEGATED = {
    StringNotEquals: 'StringEquals',
    StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
    StringNotLike: 'StringLike',
    ArnNotEquals: 'ArnEquals',
    ArnNotLike: 'ArnLike',
};
const isOperator = (operator) => condition_read(operator) !== undefined;
function condition_holds({ operator, key, values }, context) {
    const reading = condition_read(operator);
    if (reading === undefined)
        return false;
    const given = Object.entries(context).find(([name]) => name.toLowerCase() === key)?.[1] ?? [];
    const { test, negated, ifExists, among } = reading;
    if (test === 'null')
        return values.includes('true') === (given.length === 0);
    if (given.length === 0)
        return among === 'all' || ifExists || (negated && among !== 'any');
    const fits = (value) => values.some(pattern => test(pattern, value)) !== negated;
    return among === 'any' ? given.some(fits) : given.every(fits);
}
function condition_read(operator) {
    const found = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator);
    const [, set, name = '', ifExists] = found ?? [];
    if (name === 'Null')
        return { test: 'null', negated: false, ifExists: false, among: 'one' };
    const plain = NEGATED[name] ?? name;
    const test = Object.hasOwn(TESTS, plain) ? TESTS[plain] : undefined;
    if (test === undefined)
        return undefined;
    return {
        test,
        negated: plain !== name,
        ifExists: ifExists !== undefined,
        among: set === undefined ? 'one' : set === 'ForAnyValue' ? 'any' : 'all',
    };
}
/** Part by part: a wildcard does not reach over a colon, but in the last part. */
function arnMatches(pattern, value) {
    const [a, b] = [parts(pattern), parts(value)];
    return a.length === b.length && a.every((part, index) => (0,routing/* matches */.cK)(part, b[index] ?? ''));
}
const parts = (arn) => {
    const all = arn.split(':');
    return [...all.slice(0, 5), all.slice(5).join(':')];
};

;// CONCATENATED MODULE: ./lib/emulator/policy/document.js
/** An IAM policy document, and what it says about one action on one resource. */


/** A deny is stronger than any allow; without an allow nothing is allowed. */
function document_judge(statements, need) {
    const about = statements.filter(statement => concerns(statement, need));
    if (about.some(({ allows }) => !allows))
        return 'denied';
    return about.length > 0 ? 'allowed' : 'not allowed';
}
function concerns({ actions, resources, conditions }, { action, resource, context = {} }) {
    const names = (pattern) => (0,routing/* matches */.cK)(pattern.toLowerCase(), action.toLowerCase());
    return (actions.any.some(names) !== actions.not &&
        resources.any.some(pattern => (0,routing/* matches */.cK)(pattern, resource)) !== resources.not &&
        conditions.every(condition => condition_holds(condition, context)));
}
/** Refuses what it could not judge: a policy that is half understood would prove nothing. */
function readPolicy(value) {
    const { Statement: given } = object(value, 'The policy');
    const statements = Array.isArray(given) ? given : [given];
    if (given === undefined || statements.length === 0)
        throw new Error('The policy has no Statement.');
    return statements.map(readStatement);
}
function readStatement(value, index) {
    const name = `Statement ${index + 1}`;
    const { Sid, Effect, Condition: conditions, Principal, ...rest } = object(value, name);
    if (Effect !== 'Allow' && Effect !== 'Deny')
        throw new Error(`${name}: Effect must be Allow or Deny.`);
    if (Principal !== undefined)
        throw new Error(`${name}: a policy of a role has no Principal.`);
    return {
        ...(typeof Sid === 'string' && { sid: Sid }),
        allows: Effect === 'Allow',
        actions: patterns(rest, 'Action', name),
        resources: resources(rest, name),
        conditions: Object.entries(object(conditions ?? {}, `${name}: Condition`)).flatMap(([operator, keys]) => {
            if (!isOperator(operator))
                throw new Error(`${name}: the local ECS does not know the condition ${operator}.`);
            return Object.entries(object(keys, `${name}: ${operator}`)).map(([key, values]) => ({
                operator,
                key: key.toLowerCase(),
                values: document_texts(values, `${name}: ${operator} ${key}`),
            }));
        }),
    };
}
function patterns(statement, field, name) {
    const not = statement[`Not${field}`];
    const given = statement[field];
    if ((given === undefined) === (not === undefined))
        throw new Error(`${name}: give ${field} or Not${field}.`);
    return { not: not !== undefined, any: document_texts(given ?? not, `${name}: ${field}`) };
}
/** IAM takes no document whose resources are names, and says so in these words. */
function resources(statement, name) {
    const found = patterns(statement, 'Resource', name);
    const wrong = found.any.find(one => one !== '*' && !one.startsWith('arn:'));
    if (wrong === undefined)
        return found;
    throw new Error(`${name}: MalformedPolicyDocument: Resource ${wrong} must be in ARN format or "*".`);
}
function object(value, name) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
        throw new Error(`${name} must be an object.`);
    return value;
}
function document_texts(value, name) {
    const all = (Array.isArray(value) ? value : [value]).map(one => (typeof one === 'boolean' ? String(one) : one));
    if (all.length === 0 || all.some(one => typeof one !== 'string'))
        throw new Error(`${name} must be a text or a list of texts.`);
    if (all.some(one => String(one).includes('${')))
        throw new Error(`${name}: the local ECS does not know policy variables.`);
    return all;
}

;// CONCATENATED MODULE: ./lib/emulator/policy/policies.js
/** Which policies are in force, for whom, and the refusal of what they do not allow. */



/** Whoever signs with this key may do anything, whatever policies there are. */
const ADMIN = 'admin';
function createPolicies(world, { initial = [], sessions } = {}) {
    let bounds = [];
    const put = (bound) => {
        const statements = readPolicy(bound.document);
        bounds = [...bounds.filter(one => !isSameCaller(one, bound)), { ...bound, statements }];
    };
    for (const bound of initial)
        put(bound);
    const of = (caller, session) => bounds.find(({ accessKeyId }) => accessKeyId === caller) ??
        bounds.find(({ taskRole }) => session !== undefined && isOf(session, taskRole)) ??
        (caller === ADMIN ? undefined : bounds.find(one => one.accessKeyId === undefined && one.taskRole === undefined));
    return {
        put,
        list: () => bounds.map(({ statements, ...bound }) => bound),
        reset() {
            bounds = [];
            for (const bound of initial)
                put(bound);
        },
        clear() {
            bounds = [];
        },
        refusal(caller, needs) {
            const session = sessions?.find(caller);
            const bound = of(caller, session);
            if (bound === undefined)
                return undefined;
            for (const { action, resource, context } of needs) {
                const judgement = document_judge(bound.statements, { action, resource, ...(context && { context }) });
                if (judgement === 'allowed')
                    continue;
                const why = judgement === 'denied'
                    ? 'with an explicit deny in an identity-based policy'
                    : `because no identity-based policy allows the ${action} action`;
                const user = session ? sessionArn(world, session) : nameOf(world, bound);
                return new Refusal('AccessDeniedException', `User: ${user} is not authorized to perform: ${action} on resource: ${resource} ${why}`);
            }
            return undefined;
        },
    };
}
const isSameCaller = (a, b) => a.accessKeyId === b.accessKeyId && a.taskRole === b.taskRole;
const isOf = (session, taskRole) => taskRole === session.roleArn || taskRole === roleName(session);
const nameOf = ({ account }, { role = 'local' }) => `arn:aws:sts::${account}:assumed-role/${role}/evenkeel`;

;// CONCATENATED MODULE: external "node:path"
const external_node_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");
;// CONCATENATED MODULE: ./lib/emulator/state.js
/** The world in a file: a header on the first line, and all that has to be known on the second. */





/** Its number goes up with each change of what a state holds: one of before would be taken, and its tasks stand still. */
const FORMAT = 'evenkeel-local-ecs-state-2';
const GROUND = ['region', 'account', 'seed', 'clock'];
/**
 * Takes the place of the file at once and whole, or leaves it as it was. It has secrets as they are: only its owner may read it.
 * @returns its size in bytes.
 */
function saveState(file, state, options) {
    const body = JSON.stringify(state, asPairs);
    const { region, account, seed, clock } = options;
    const header = {
        format: FORMAT,
        version: version/* VERSION */.x,
        savedAt: new Date().toISOString(),
        sha256: digest(body),
        ground: { region, account, seed, clock },
    };
    const text = `${JSON.stringify(header)}\n${body}\n`;
    const beside = `${file}.${process.pid}.new`;
    try {
        const written = (0,external_node_fs_.openSync)(beside, 'w', 0o600);
        try {
            (0,external_node_fs_.writeSync)(written, text);
            (0,external_node_fs_.fsyncSync)(written);
        }
        finally {
            (0,external_node_fs_.closeSync)(written);
        }
        (0,external_node_fs_.renameSync)(beside, file);
    }
    catch (error) {
        (0,external_node_fs_.rmSync)(beside, { force: true });
        throw new Error(`--state ${file} cannot be written: ${error.message}`, { cause: error });
    }
    return Buffer.byteLength(text);
}
/**
 * @returns undefined where there is no file yet.
 * @throws Error with what was found in a file that is not one of this version, of these options, and whole; and where
 * the file could not be written in the end.
 */
function loadState(file, options) {
    const text = textOf(file);
    if (text === undefined)
        return undefined;
    const fail = (what) => {
        throw new Error(`--state ${file} ${what}. Give another file, or remove this one to begin anew.`);
    };
    const end = text.indexOf('\n');
    const header = headerIn(text.slice(0, end === -1 ? undefined : end));
    if (header?.format !== FORMAT)
        return fail(`is no state of a local ECS: it begins with ${JSON.stringify(text.slice(0, 40))}`);
    if (header.version !== version/* VERSION */.x)
        return fail(`was saved by version ${JSON.stringify(header.version)}, and this is version ${version/* VERSION */.x}`);
    const body = text.slice(end + 1, -1);
    if (end === -1 || !text.endsWith('\n') || digest(body) !== header.sha256)
        return fail(`is not as it was saved at ${header.savedAt}: changed, or cut short after ${text.length} characters`);
    const others = GROUND.filter(name => header.ground?.[name] !== options[name]);
    if (others.length > 0) {
        const told = others.map(name => `--${name} ${header.ground?.[name]}, not ${options[name]}`);
        return fail(`was saved with ${told.join(', and with ')}`);
    }
    return JSON.parse(body, fromPairs);
}
function textOf(file) {
    try {
        (0,external_node_fs_.accessSync)((0,external_node_path_namespaceObject.dirname)(file), external_node_fs_.constants.W_OK);
        return (0,external_node_fs_.readFileSync)(file, 'utf8');
    }
    catch (error) {
        const { code, path, message } = error;
        if (code === 'ENOENT' && path === file)
            return undefined;
        throw new Error(`--state ${file} cannot be used: ${message}`, { cause: error });
    }
}
function headerIn(line) {
    try {
        return JSON.parse(line);
    }
    catch {
        return undefined;
    }
}
const digest = (text) => (0,external_node_crypto_.createHash)('sha256').update(text).digest('hex');
const BOOK = '$book';
const state_PLAIN = '$plain';
/** JSON has no objects without a prototype, and takes none away: those become pairs, and so do any that look like that. */
function asPairs(_key, value) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
        return value;
    const pairs = Object.entries(value).filter(([, each]) => each !== undefined);
    if (Object.getPrototypeOf(value) === null)
        return { [BOOK]: pairs };
    return pairs.length === 1 && (BOOK in value || state_PLAIN in value) ? { [state_PLAIN]: pairs } : value;
}
function fromPairs(_key, value) {
    if (typeof value !== 'object' || value === null || Object.keys(value).length !== 1)
        return value;
    const { [BOOK]: bound, [state_PLAIN]: plain } = value;
    if (plain !== undefined)
        return Object.fromEntries(plain);
    return bound === undefined ? value : bound.reduce((all, [key, each]) => Object.assign(all, { [key]: each }), book());
}

;// CONCATENATED MODULE: ./lib/emulator/simulated/match.js
function isMatch(match, order, lookup) {
    const { taskDefinition, service } = order;
    if (match.family !== undefined && match.family !== taskDefinition.family)
        return false;
    if (match.service !== undefined && match.service !== service)
        return false;
    if (match.version !== undefined) {
        const tags = lookup.revisionTags(taskDefinition.taskDefinitionArn ?? '');
        if (!Object.entries(tags).some(([key, value]) => key.endsWith('version') && value === match.version))
            return false;
    }
    if (match.repository === undefined && match.tag === undefined && match.digest === undefined)
        return true;
    return (taskDefinition.containerDefinitions ?? []).some(({ name = '', image = '' }) => isImage(match, { image, registered: lookup.registered(taskDefinition.taskDefinitionArn ?? '', name) }, lookup));
}
function isImage({ repository, tag, digest }, { image, registered }, lookup) {
    if (repository !== undefined && !`/${image.replace(/[:@][^/]*$/, '')}`.endsWith(`/${repository}`))
        return false;
    if (digest !== undefined && lookup.digest(image) !== digest)
        return false;
    if (tag === undefined || image.endsWith(`:${tag}`))
        return true;
    // Another registry's tags are not known here, but for the one that was asked for.
    const tags = lookup.tags(image);
    return tags.includes(tag) || (tags.length === 0 && registered.endsWith(`:${tag}`));
}

;// CONCATENATED MODULE: ./lib/emulator/simulated/plan.js

const FLAPS = 200;
function plan(order, script, lookup, seed) {
    const stopSeconds = script.stopSeconds ?? (script.behaviour === 'stubborn' ? stopTimeout(order) : 1);
    const dull = { script, stopSeconds, beats: [] };
    if (script.behaviour === 'stuck-pulling')
        return dull;
    const early = beforeStart(order, script, lookup);
    if (early !== undefined)
        return { ...dull, beats: early };
    const jitter = 0.8 + 0.4 * chance(`${seed}/${order.taskId}`);
    const pulled = (script.pullSeconds ?? (script.behaviour === 'slow' ? 60 : 10)) * jitter;
    const started = pulled + (script.startSeconds ?? (script.behaviour === 'slow' ? 10 : 1));
    const beats = containers(order).map(({ name = '', image = '' }) => ({
        after: pulled,
        fact: { kind: 'pulled', container: name, digest: lookup.digest(image, script.platform) ?? '', startedAt: 0 },
    }));
    beats.push({ after: started, fact: { kind: 'started', address: address(order, seed) } });
    for (const message of script.logs ?? [])
        beats.push({ after: started, fact: { kind: 'log', container: main(order), message } });
    beats.push(...containerChecks(order, script, started), ...exit(order, script, started));
    return { beats, started, script, stopSeconds };
}
function beforeStart(order, script, lookup) {
    const failing = (after, reason, container) => [
        { after, fact: { kind: 'start-failed', reason, ...(container !== undefined && { container }) } },
        { after: after + 1, fact: { kind: 'gone' } },
    ];
    if (script.behaviour === 'no-network')
        return failing(script.pullSeconds ?? 180, script.reason ?? 'Timeout waiting for network interface provisioning to complete.');
    const lost = containers(order).find(({ image = '' }) => lookup.digest(image) === undefined);
    const unpullable = lost ?? (script.behaviour === 'unpullable' ? containers(order)[0] : undefined);
    if (unpullable === undefined)
        return undefined;
    const { image, name } = unpullable;
    return failing(script.pullSeconds ?? 120, script.reason ??
        `CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref ${image}: ${image}: not found`, name);
}
function containerChecks(order, script, started) {
    return containers(order).flatMap(({ name = '', healthCheck }) => {
        if (healthCheck?.command === undefined || healthCheck.command[0] === 'NONE')
            return [];
        const { interval = 30, retries = 3, startPeriod = 0 } = healthCheck;
        const say = (after, status) => ({
            after: started + after,
            fact: { kind: 'health', container: name, status },
        });
        const passed = script.healthySeconds ?? (script.behaviour === 'slow' ? interval * 4 : interval);
        if (script.failing === 'target')
            return [say(passed, 'HEALTHY')];
        switch (script.behaviour) {
            case 'unhealthy':
                return [say(script.healthySeconds ?? startPeriod + interval * retries, 'UNHEALTHY')];
            case 'flapping':
                return Array.from({ length: FLAPS }, (_, i) => say(passed + i * (script.periodSeconds ?? 60), i % 2 === 0 ? 'HEALTHY' : 'UNHEALTHY'));
            default:
                return [say(passed, 'HEALTHY')];
        }
    });
}
function exit(order, script, started) {
    const after = exitSeconds(script);
    if (after === undefined)
        return [];
    const outOfMemory = script.behaviour === 'out-of-memory';
    const reason = script.reason ?? (outOfMemory ? 'OutOfMemoryError: Container killed due to memory usage' : undefined);
    return [
        {
            after: started + after,
            fact: {
                kind: 'exited',
                container: main(order),
                exitCode: script.exitCode ?? (outOfMemory ? 137 : 1),
                ...(reason !== undefined && { reason }),
            },
        },
    ];
}
function exitSeconds({ behaviour, exitSeconds }) {
    switch (behaviour) {
        case 'crashing':
            return exitSeconds ?? 1;
        case 'late-crash':
            return exitSeconds ?? 20;
        case 'out-of-memory':
            return exitSeconds ?? 60;
        default:
            return exitSeconds;
    }
}
/** Verdicts of a load balancer's checks, in seconds after the registration. */
function targetChecks(script, rules) {
    const { targetGroupArn, intervalSeconds, healthyThreshold, unhealthyThreshold } = rules;
    const say = (after, state) => ({
        after,
        fact: {
            kind: 'target-health',
            targetGroupArn,
            state,
            ...(state === 'unhealthy' && { reason: script.reason ?? 'Health checks failed with these codes: [503]' }),
        },
    });
    const slow = script.behaviour === 'slow' ? 4 : 1;
    const passed = script.healthySeconds ?? intervalSeconds * healthyThreshold * slow;
    if (script.failing === 'container')
        return [say(passed, 'healthy')];
    switch (script.behaviour) {
        case 'unhealthy':
            return [say(script.healthySeconds ?? intervalSeconds * unhealthyThreshold, 'unhealthy')];
        case 'flapping':
            return Array.from({ length: FLAPS }, (_, i) => say(passed + i * (script.periodSeconds ?? 60), i % 2 === 0 ? 'healthy' : 'unhealthy'));
        default:
            return [say(passed, 'healthy')];
    }
}
/** SIGTERM is answered by exit code 0, or by SIGKILL when the process does not listen. */
function farewell(order, { script, stopSeconds }) {
    const exitCode = script.behaviour === 'stubborn' ? 137 : 0;
    return [
        ...containers(order).map(({ name = '' }) => ({ after: stopSeconds, fact: { kind: 'exited', container: name, exitCode } })),
        { after: stopSeconds, fact: { kind: 'gone' } },
    ];
}
const containers = ({ taskDefinition }) => taskDefinition.containerDefinitions ?? [];
/** The essential container that the script speaks of: the first one. */
function main(order) {
    return (containers(order).find(({ essential }) => essential !== false) ?? containers(order)[0])?.name ?? '';
}
const stopTimeout = (order) => Math.max(...containers(order).map(({ stopTimeout }) => stopTimeout ?? 30));
function address({ taskId }, seed) {
    const host = Math.floor(chance(`${seed}/${taskId}/address`) * 500) + 4;
    return `10.0.${host < 256 ? 11 : 12}.${host % 256}`;
}

;// CONCATENATED MODULE: ./lib/emulator/simulated/saved.js
/** Facts that nobody will hear any more are left out. */
const savedDue = (queue, lives) => queue
    .filter(({ life, generation }) => lives.get(life.order.taskId) === life && life.generation === generation)
    .map(({ at, serial, generation, fact }) => ({ at, serial, generation, fact }));
const loadedDue = (due, lives) => due.flatMap(one => {
    const life = lives.get(one.fact.taskId);
    return life === undefined ? [] : [{ ...one, life }];
});

;// CONCATENATED MODULE: ./lib/emulator/simulated.js



const HEALTHY = { match: {}, behaviour: 'healthy' };
function createSimulatedFate({ seed, speed, lookup }) {
    let scripts = [];
    const lives = new Map();
    let queue = [];
    let serial = 0;
    const choose = (order) => {
        const found = scripts.find(({ script, used }) => used < (script.times ?? Infinity) && isMatch(script.match, order, lookup));
        if (found === undefined)
            return HEALTHY;
        found.used++;
        return found.script;
    };
    const expect = (life, since, beats) => {
        for (const { after, fact } of beats) {
            const at = since + Math.round((after * 1000) / speed);
            const whole = { ...fact, taskId: life.order.taskId, at };
            const due = whole.kind === 'pulled' ? { ...whole, startedAt: since } : whole;
            insert(queue, { at, serial: serial++, life, generation: life.generation, fact: due });
        }
    };
    const obey = (order, now) => {
        if (order.kind === 'run') {
            const life = {
                order: order.task,
                plan: plan(order.task, choose(order.task), lookup, seed),
                since: now,
                generation: 0,
                phase: 'starting',
            };
            lives.set(order.task.taskId, life);
            expect(life, now, life.plan.beats);
            return;
        }
        const life = lives.get(order.taskId);
        if (life === undefined)
            return;
        switch (order.kind) {
            case 'register-target':
                if (life.plan.started !== undefined)
                    expect(life, now, targetChecks(life.plan.script, order.rules));
                return;
            case 'stop':
                life.generation++;
                expect(life, now, life.phase === 'running' ? farewell(life.order, life.plan) : [{ after: 0, fact: { kind: 'gone' } }]);
                return;
            case 'forget':
                lives.delete(order.taskId);
                return;
            case 'deregister-target':
            case 'connect':
            case 'disconnect':
                return;
            default:
                order;
        }
    };
    return {
        carryOut(orders, now) {
            for (const order of orders)
                obey(order, now);
        },
        facts(now) {
            const end = queue.findIndex(({ at }) => at > now);
            const due = queue.splice(0, end === -1 ? queue.length : end);
            return due
                .filter(({ life, generation }) => life.generation === generation)
                .map(({ life, fact }) => {
                if (fact.kind === 'started')
                    life.phase = 'running';
                if (fact.kind === 'exited')
                    life.phase = 'over';
                return fact;
            });
        },
        prepend(more) {
            scripts = [...more.map(script => ({ script, used: 0 })), ...scripts];
        },
        scripts: () => scripts.map(({ script }) => script),
        forgive() {
            scripts = [];
        },
        clear() {
            scripts = [];
            lives.clear();
            queue = [];
            serial = 0;
        },
        save: () => ({ scripts, lives: [...lives.values()], due: savedDue(queue, lives), serial }),
        load(saved) {
            scripts = [...saved.scripts];
            for (const life of saved.lives)
                lives.set(life.order.taskId, life);
            queue = loadedDue(saved.due, lives);
            serial = saved.serial;
        },
        kill(taskId, exitCode, now) {
            const life = lives.get(taskId);
            const container = life?.order.taskDefinition.containerDefinitions?.[0]?.name;
            if (life === undefined || container === undefined)
                return false;
            life.generation++;
            expect(life, now, [{ after: 0, fact: { kind: 'exited', container, exitCode } }]);
            return true;
        },
        next: () => queue[0]?.at,
        async close() {
            lives.clear();
            queue = [];
        },
    };
}
function insert(queue, due) {
    let low = 0;
    let high = queue.length;
    while (low < high) {
        const middle = (low + high) >> 1;
        const other = queue[middle];
        if (other !== undefined && (other.at < due.at || (other.at === due.at && other.serial < due.serial)))
            low = middle + 1;
        else
            high = middle;
    }
    queue.splice(low, 0, due);
}

;// CONCATENATED MODULE: ./lib/emulator/tasks.js




const startTasks = (context) => context.options.tasks === 'docker' ? dockerTasks(context) : Promise.resolve(simulatedTasks(context));
function simulatedTasks({ world, options, port }) {
    const lookup = lookupIn(world, () => `127.0.0.1:${port()}`);
    const fate = createSimulatedFate({ seed: options.seed, speed: options.speed, lookup });
    return {
        fate,
        simulated: fate,
        hooks: {},
        door(_request, response) {
            response.writeHead(501, { 'content-type': 'application/json' });
            response.end(JSON.stringify({
                errors: [{ code: 'UNSUPPORTED', message: 'With simulated tasks there is no registry: use PutImage.' }],
            }));
        },
        close: () => fate.close(),
    };
}
/** The registry by its name in AWS. */
const ECR = /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\//;
function lookupIn(world, host) {
    return {
        digest(image, platform) {
            if (image.startsWith(`${host()}/`) || ECR.test(image)) {
                const found = referredImage(world, image)?.image;
                return found && (listedFor(platform, found) ?? found.digest);
            }
            return /@(sha256:[0-9a-f]{64})$/.exec(image)?.[1] ?? foreignDigest(image);
        },
        tags(image) {
            const found = referredImage(world, image);
            return found === undefined ? [] : tagsOf(found.repository, found.image.digest);
        },
        registered: (arn, container) => world.definitions[arn]?.recipe.containerDefinitions?.find(({ name }) => name === container)?.image ?? '',
        revisionTags: arn => Object.fromEntries((world.definitions[arn]?.tags ?? []).map(({ key = '', value = '' }) => [key, value])),
    };
}
/** Images of other registries always exist, each with a digest of its own. */
const foreignDigest = (image) => `sha256:${Array.from({ length: 8 }, (_, i) => spread(`${image}/${i}`).toString(16).padStart(8, '0')).join('')}`;
async function dockerTasks({ world, options, password, port, called, hosts, sessions }) {
    const { createDockerFate } = await __nccwpck_require__.e(/* import() */ 452).then(__nccwpck_require__.bind(__nccwpck_require__, 452));
    const side = await createDockerFate({
        speed: options.speed,
        registry: options.registry,
        port,
        password,
        now: Date.now,
        account: options.account,
        hosts,
        known: {
            describe: taskId => {
                const task = world.tasks[taskId];
                return task && showTask(world, task);
            },
            session: task => sessions.of(task, Date.now()),
        },
        images: {
            called,
            repository: name => world.repositories[name],
            tagTaken: (name, tag, digest) => {
                const repository = world.repositories[name];
                return repository !== undefined && isTagTaken(repository, tag, digest);
            },
            pushed: image => recordImage(world, findRepository(world, { repositoryName: image.repository }), image, Date.now()),
            known: (name, reference) => {
                const repository = world.repositories[name];
                return repository !== undefined && (repository.images[reference] ?? repository.tagged[reference]) !== undefined;
            },
        },
    });
    return {
        fate: side.fate,
        simulated: undefined,
        hooks: {
            putImage: (repository, tag, manifest, mediaType) => side.putImage(repository, tag, manifest, mediaType),
            listen: listener => side.listen(listener),
        },
        door: (request, response) => side.door(request, response),
        close: () => side.close(),
    };
}

;// CONCATENATED MODULE: ./lib/emulator/services/application-autoscaling/state.js

const emptyAutoscaling = () => ({
    scalableTargets: book(),
    scalingPolicies: book(),
    scheduledActions: book(),
    scalingActivities: [],
});

;// CONCATENATED MODULE: ./lib/emulator/services/cloudwatch/state.js

const emptyCloudwatch = () => ({
    alarms: book(),
    metricAlarms: book(),
    metrics: book(),
    gauges: book(),
    rung: [],
    watchedUntil: 0,
});

;// CONCATENATED MODULE: ./lib/emulator/services/ecr/state.js

const emptyEcr = () => ({
    repositories: book(),
    registryScanning: { scanType: 'BASIC', rules: [] },
});

;// CONCATENATED MODULE: ./lib/emulator/services/ecs/state.js

const emptyEcs = () => ({
    clusters: book(),
    families: book(),
    definitions: book(),
    services: book(),
    tasks: book(),
    openTasks: [],
    stoppedTasks: [],
    accountSettings: book(),
    runs: book(),
    hookScripts: [],
});

;// CONCATENATED MODULE: ./lib/emulator/services/elbv2/state.js

const emptyBalancing = () => ({
    targetGroups: book(),
    loadBalancers: book(),
    listeners: book(),
    traffic: book(),
});

;// CONCATENATED MODULE: ./lib/emulator/services/events/state.js

const emptyEvents = () => ({ rules: book(), told: 0 });

;// CONCATENATED MODULE: ./lib/emulator/services/logs/state.js

const emptyLogs = () => ({ logGroups: book() });

;// CONCATENATED MODULE: ./lib/emulator/services/scheduler/state.js

const emptySchedules = () => ({ schedules: book(), scheduleGroups: book() });

;// CONCATENATED MODULE: ./lib/emulator/services/secretsmanager/state.js

const emptySecrets = () => ({ secrets: book() });

;// CONCATENATED MODULE: ./lib/emulator/services/ssm/state.js

const emptySsm = () => ({ parameters: book() });

;// CONCATENATED MODULE: ./lib/emulator/world.js
/** Everything the local ECS knows, as plain JSON: times are epoch milliseconds, keys are ARNs, names or ids. */










function emptyWorld({ region, account, seed, behind = '', rollbackDelay = 0 }) {
    return {
        region,
        account,
        seed,
        serial: 0,
        ...emptyEcs(),
        ...emptyEcr(),
        ...emptyLogs(),
        ...emptySsm(),
        ...emptySecrets(),
        ...emptyBalancing(),
        ...emptyEvents(),
        ...emptyCloudwatch(),
        ...emptySchedules(),
        ...emptyAutoscaling(),
        secretsBehind: behind !== '',
        rollbackDelay,
        journal: [],
    };
}

;// CONCATENATED MODULE: ./lib/emulator/server.js
/** The local ECS as a server. */























const LEAST_TICK = 5;
const MOST_TICK = 100;
async function startServer(given = {}) {
    const options = (0,emulator_options/* checkOptions */.Jr)({ ...emulator_options/* DEFAULTS */.zY, port: 0, ...given });
    const loaded = options.state === '' ? undefined : loadState(options.state, options);
    const world = { ...emptyWorld(options), ...loaded?.world };
    const sessions = createSessions();
    // Before anything is started that would have to be ended again.
    const policies = createPolicies(world, {
        initial: options.policy === '' ? [] : [policyIn(options.policy)],
        sessions,
    });
    const password = (0,external_node_crypto_.randomBytes)(24).toString('base64url');
    let port = options.port;
    const hosts = (0,emulator_options/* hostNames */.n3)(options);
    const tasks = await startTasks({
        world,
        options,
        password,
        port: () => port,
        hosts,
        sessions,
        called: call => atTheDoor(room, call),
    });
    const behind = options.behind === '' ? undefined : { url: new URL(options.behind), region: options.region };
    const engine = createEngine({
        world,
        fate: behind ? withSecrets(tasks.fate, behind, () => engine.now()) : tasks.fate,
        clock: options.clock,
        speed: options.speed,
        leastActivating: options.tasks === 'docker' ? 1000 : 0,
        ...(tasks.simulated && { nextFact: tasks.simulated.next }),
        ticked: now => room.faults.observe(world, now),
    });
    const hooks = { ...tasks.hooks, ...(behind && { publicParameters: askPublicParameters(behind) }) };
    if (loaded !== undefined) {
        tasks.simulated?.load(loaded.fate);
        engine.restart(loaded.instants);
    }
    const neighbour = behind && connectBehind(behind, { world, hooks, ports: (0,emulator_options/* listenerPorts */.p$)(options), now: () => engine.now() });
    const listeners = [];
    const room = {
        world,
        engine,
        faults: createFaults(),
        ledger: createLedger(),
        hooks,
        hosts,
        password,
        names: (0,host_names/* hostNamesOf */.k)((0,emulator_options/* allowedHosts */.uV)(options)),
        otherRegions: options.otherRegions,
        clock: options.clock,
        simulated: tasks.simulated,
        perRequest: 0,
        token: (0,external_node_crypto_.randomBytes)(24).toString('base64url'),
        skewMs: undefined,
        requests: 0,
        host: () => `127.0.0.1:${port}`,
        limits: createLimits(),
        neighbour,
        policies,
        sessions,
        called: async (asked) => {
            if (room.perRequest > 0)
                engine.advanceTo(engine.now() + room.perRequest);
            for (const listener of listeners)
                await listener(asked);
        },
        save() {
            const fate = tasks.simulated?.save();
            if (options.state === '' || fate === undefined)
                throw new Refusal('ControlException', 'It was started without --state FILE.', 409);
            const bytes = saveState(options.state, { world, instants: engine.instants(), fate }, options);
            return { file: options.state, bytes };
        },
        async reset() {
            if (tasks.simulated === undefined)
                throw new Refusal('ControlException', 'Only a local ECS with simulated tasks can be reset.', 409);
            for (const key of Object.keys(world))
                delete world[key];
            Object.assign(world, emptyWorld(options));
            tasks.simulated.clear();
            room.faults.clear();
            room.limits.enforce(false);
            room.policies.reset();
            room.ledger.clear();
            room.perRequest = 0;
            room.skewMs = undefined;
            engine.restart();
            await neighbour?.read();
        },
    };
    const route = (request, response) => {
        const url = request.url ?? '/';
        response.setHeader('date', new Date(engine.now()).toUTCString());
        if (url.startsWith('/v2/') || url === '/v2') {
            tasks.door(request, response);
            return;
        }
        response.setHeader('date', new Date(engine.now() + (room.skewMs ?? 0)).toUTCString());
        if (answerHealth(request, response, { names: room.names, region: options.region }))
            return;
        const done = url.startsWith('/_internal') ? control(room, request, response) : answer(room, request, response);
        done.catch((error) => breakDown(response, error));
    };
    const server = (0,external_node_http_.createServer)(route);
    // Longer than any client's pause between two calls: a closing race would look like a fault nobody asked for.
    server.keepAliveTimeout = 75_000;
    await new Promise((resolve, reject) => {
        server.once('error', error => reject(cannotListen(options, error)));
        server.listen(options.port, options.host, resolve);
    });
    port = server.address().port;
    let stopTicking = () => { };
    const close = async () => {
        stopTicking();
        server.closeAllConnections();
        await new Promise(resolve => server.close(resolve));
        await neighbour?.close();
        try {
            if (options.state !== '')
                room.save();
        }
        finally {
            await tasks.close();
        }
    };
    await neighbour?.read().catch(async (error) => {
        await close();
        throw new Error(`--behind ${options.behind}: ${error.message}`);
    });
    if (options.clock === 'real')
        stopTicking = tickEvery(engine, options.speed);
    return {
        url: `http://127.0.0.1:${port}`,
        port,
        world,
        engine,
        ledger: room.ledger,
        onCall: listener => listeners.push(listener),
        advance: ms => engine.advanceTo(engine.now() + ms),
        close,
    };
}
/** A push or a pull, as the IAM action that it is. */
function atTheDoor({ world, engine, ledger, policies }, call) {
    const { caller, operation, repository, userAgent } = call;
    const needs = needsOf(world, 'ecr', operation, { repositoryName: repository });
    const denied = policies.refusal(caller, needs);
    ledger.add({
        at: engine.now(),
        service: 'ecr',
        operation,
        input: { repositoryName: repository },
        accessKeyId: caller,
        userAgent,
        permissions: needs.map(({ action, resource }) => ({ action, resource })),
        door: true,
        ...(denied && { error: denied.code, status: 403 }),
    });
    return denied?.message;
}
function policyIn(file) {
    try {
        const document = JSON.parse((0,external_node_fs_.readFileSync)(file, 'utf8'));
        readPolicy(document);
        return { document };
    }
    catch (error) {
        throw new Error(`--policy ${file}: ${error.message}`);
    }
}
function cannotListen({ host, port }, error) {
    const why = {
        EADDRINUSE: `port ${port} is taken: give another one with --port, or 0 for a free one`,
        EACCES: `this user may not listen on port ${port}: give one above 1023 with --port`,
        EADDRNOTAVAIL: `this machine has no address for --host ${host}`,
        EAFNOSUPPORT: `this machine has no IPv6 for --host ${host}`,
    };
    return new Error(why[error.code ?? ''] ?? error.message, { cause: error });
}
function tickEvery(engine, speed) {
    const timer = setInterval(() => engine.step(), Math.min(MOST_TICK, Math.max(LEAST_TICK, 1000 / speed)));
    return () => clearInterval(timer);
}
/** A mistake of the emulator's own: said aloud and answered, never swallowed. */
function breakDown(response, error) {
    if (!(error instanceof Refusal))
        process.stderr.write(`local ECS: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    if (response.headersSent || response.destroyed)
        return;
    const status = error instanceof Refusal ? error.status : 500;
    const type = error instanceof Refusal ? error.code : 'ServerException';
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify({ __type: type, message: error instanceof Error ? error.message : String(error) }));
}


/***/ }),

/***/ 963:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   x: () => (/* binding */ VERSION)
/* harmony export */ });
/** Of the project and of the package, which have the same one. */
const VERSION = '0.1.0';


/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/******/ // expose the modules object (__webpack_modules__)
/******/ __nccwpck_require__.m = __webpack_modules__;
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/async module */
/******/ (() => {
/******/ 	var webpackQueues = typeof Symbol === "function" ? Symbol("webpack queues") : "__webpack_queues__";
/******/ 	var webpackExports = typeof Symbol === "function" ? Symbol("webpack exports") : "__webpack_exports__";
/******/ 	var webpackError = typeof Symbol === "function" ? Symbol("webpack error") : "__webpack_error__";
/******/ 	var resolveQueue = (queue) => {
/******/ 		if(queue && queue.d < 1) {
/******/ 			queue.d = 1;
/******/ 			queue.forEach((fn) => (fn.r--));
/******/ 			queue.forEach((fn) => (fn.r-- ? fn.r++ : fn()));
/******/ 		}
/******/ 	}
/******/ 	var wrapDeps = (deps) => (deps.map((dep) => {
/******/ 		if(dep !== null && typeof dep === "object") {
/******/ 			if(dep[webpackQueues]) return dep;
/******/ 			if(dep.then) {
/******/ 				var queue = [];
/******/ 				queue.d = 0;
/******/ 				dep.then((r) => {
/******/ 					obj[webpackExports] = r;
/******/ 					resolveQueue(queue);
/******/ 				}, (e) => {
/******/ 					obj[webpackError] = e;
/******/ 					resolveQueue(queue);
/******/ 				});
/******/ 				var obj = {};
/******/ 				obj[webpackQueues] = (fn) => (fn(queue));
/******/ 				return obj;
/******/ 			}
/******/ 		}
/******/ 		var ret = {};
/******/ 		ret[webpackQueues] = x => {};
/******/ 		ret[webpackExports] = dep;
/******/ 		return ret;
/******/ 	}));
/******/ 	__nccwpck_require__.a = (module, body, hasAwait) => {
/******/ 		var queue;
/******/ 		hasAwait && ((queue = []).d = -1);
/******/ 		var depQueues = new Set();
/******/ 		var exports = module.exports;
/******/ 		var currentDeps;
/******/ 		var outerResolve;
/******/ 		var reject;
/******/ 		var promise = new Promise((resolve, rej) => {
/******/ 			reject = rej;
/******/ 			outerResolve = resolve;
/******/ 		});
/******/ 		promise[webpackExports] = exports;
/******/ 		promise[webpackQueues] = (fn) => (queue && fn(queue), depQueues.forEach(fn), promise["catch"](x => {}));
/******/ 		module.exports = promise;
/******/ 		body((deps) => {
/******/ 			currentDeps = wrapDeps(deps);
/******/ 			var fn;
/******/ 			var getResult = () => (currentDeps.map((d) => {
/******/ 				if(d[webpackError]) throw d[webpackError];
/******/ 				return d[webpackExports];
/******/ 			}))
/******/ 			var promise = new Promise((resolve) => {
/******/ 				fn = () => (resolve(getResult));
/******/ 				fn.r = 0;
/******/ 				var fnQueue = (q) => (q !== queue && !depQueues.has(q) && (depQueues.add(q), q && !q.d && (fn.r++, q.push(fn))));
/******/ 				currentDeps.map((dep) => (dep[webpackQueues](fnQueue)));
/******/ 			});
/******/ 			return fn.r ? promise : getResult();
/******/ 		}, (err) => ((err ? reject(promise[webpackError] = err) : outerResolve(exports)), resolveQueue(queue)));
/******/ 		queue && queue.d < 0 && (queue.d = 0);
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/ensure chunk */
/******/ (() => {
/******/ 	__nccwpck_require__.f = {};
/******/ 	// This file contains only the entry chunk.
/******/ 	// The chunk loading function for additional chunks
/******/ 	__nccwpck_require__.e = (chunkId) => {
/******/ 		return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 			__nccwpck_require__.f[key](chunkId, promises);
/******/ 			return promises;
/******/ 		}, []));
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/get javascript chunk filename */
/******/ (() => {
/******/ 	// This function allow to reference async chunks
/******/ 	__nccwpck_require__.u = (chunkId) => {
/******/ 		// return url for filenames based on template
/******/ 		return "" + chunkId + ".index.js";
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/import chunk loading */
/******/ (() => {
/******/ 	// no baseURI
/******/ 	
/******/ 	// object to store loaded and loading chunks
/******/ 	// undefined = chunk not loaded, null = chunk preloaded/prefetched
/******/ 	// [resolve, Promise] = chunk loading, 0 = chunk loaded
/******/ 	var installedChunks = {
/******/ 		792: 0
/******/ 	};
/******/ 	
/******/ 	var installChunk = (data) => {
/******/ 		var {ids, modules, runtime} = data;
/******/ 		// add "modules" to the modules object,
/******/ 		// then flag all "ids" as loaded and fire callback
/******/ 		var moduleId, chunkId, i = 0;
/******/ 		for(moduleId in modules) {
/******/ 			if(__nccwpck_require__.o(modules, moduleId)) {
/******/ 				__nccwpck_require__.m[moduleId] = modules[moduleId];
/******/ 			}
/******/ 		}
/******/ 		if(runtime) runtime(__nccwpck_require__);
/******/ 		for(;i < ids.length; i++) {
/******/ 			chunkId = ids[i];
/******/ 			if(__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) {
/******/ 				installedChunks[chunkId][0]();
/******/ 			}
/******/ 			installedChunks[ids[i]] = 0;
/******/ 		}
/******/ 	
/******/ 	}
/******/ 	
/******/ 	__nccwpck_require__.f.j = (chunkId, promises) => {
/******/ 			// import() chunk loading for javascript
/******/ 			var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : undefined;
/******/ 			if(installedChunkData !== 0) { // 0 means "already installed".
/******/ 	
/******/ 				// a Promise means "currently loading".
/******/ 				if(installedChunkData) {
/******/ 					promises.push(installedChunkData[1]);
/******/ 				} else {
/******/ 					if(true) { // all chunks have JS
/******/ 						// setup Promise in chunk cache
/******/ 						var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e) => {
/******/ 							if(installedChunks[chunkId] !== 0) installedChunks[chunkId] = undefined;
/******/ 							throw e;
/******/ 						});
/******/ 						var promise = Promise.race([promise, new Promise((resolve) => (installedChunkData = installedChunks[chunkId] = [resolve]))])
/******/ 						promises.push(installedChunkData[1] = promise);
/******/ 					}
/******/ 				}
/******/ 			}
/******/ 	};
/******/ 	
/******/ 	// no prefetching
/******/ 	
/******/ 	// no preloaded
/******/ 	
/******/ 	// no external install chunk
/******/ 	
/******/ 	// no on chunks loaded
/******/ })();
/******/ 
/************************************************************************/
/******/ 
/******/ // startup
/******/ // Load entry module and return exports
/******/ // This entry module used 'module' so it can't be inlined
/******/ var __webpack_exports__ = __nccwpck_require__(355);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
