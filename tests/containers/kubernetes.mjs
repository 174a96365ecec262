// Holds what kustomize makes of deploy/kubernetes against the schemas of Kubernetes and CloudNativePG, and
// against what we say of it: the strictest pod standard, a budget and probes for every daemon. (The arrows:
// tests/lint/arrows.) Needs kubectl 1.25 or newer, for its kustomize.
import { execFileSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseAllDocuments } from 'yaml'

const top = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const services = ['intake', 'evaluation', 'dissemination', 'notification', 'gateway']
let good = 0, bad = 0

function check (what, problems) {
  const list = Array.isArray(problems) ? problems : problems ? [] : ['']
  if (list.length === 0) good++; else bad++
  console.log(`  ${what.padEnd(84)} ${list.length === 0 ? 'ok' : 'WRONG ' + list.slice(0, 6).join('; ')}`)
}

function render (overlay) {
  const text = execFileSync('kubectl', ['kustomize', join(top, 'deploy/kubernetes/overlays', overlay)], { encoding: 'utf8' })
  return parseAllDocuments(text).map(one => one.toJS())
}

// ---- schemas ----

// The validators read every field that they know and no other, so what was never read is unknown: a
// field that an API server would refuse or, worse, leave out without a word.
function watched (value, path, seen) {
  if (value === null || typeof value !== 'object') return value
  const read = new Set()
  const inside = Array.isArray(value) ? [] : {}
  for (const key of Object.keys(value)) inside[key] = watched(value[key], `${path}.${key}`, seen)
  if (!Array.isArray(value)) seen.push({ path, read, keys: Object.keys(value) })
  return new Proxy(inside, {
    get (target, key) { read.add(key); return target[key] },
    ownKeys (target) { for (const key of Object.keys(target)) read.add(key); return Reflect.ownKeys(target) }
  })
}

async function problemsOf (resource) {
  const from = resource.apiVersion.includes('cnpg.io') ? '@kubernetes-models/cloudnative-pg' : 'kubernetes-models'
  const found = await import(`${from}/${resource.apiVersion}`)
  const Model = found[resource.kind]
  if (Model === undefined) return [`${resource.kind} is unknown`]
  const seen = []
  const one = new Model(resource) // copies, which reads all
  for (const [key, value] of Object.entries(resource)) one[key] = watched(value, key, seen)
  try { one.validate() } catch (error) { return [`${resource.kind} ${resource.metadata?.name}: ${error.message}`] }
  return seen.filter(({ read }) => read.size > 0).flatMap(({ path, read, keys }) => keys.filter(key => !read.has(key))
    .map(key => `${resource.kind} ${resource.metadata.name}: ${path}.${key} is no field`))
}

// ---- what we promise ----

function podsOf (resources) {
  return resources.filter(one => one.kind === 'StatefulSet').map(one => ({ name: one.metadata.name, set: one.spec, pod: one.spec.template.spec }))
}

function unrestricted (resources) {
  return podsOf(resources).flatMap(({ name, pod }) => pod.containers.flatMap(one => Object.entries({
    'runs as root': pod.securityContext.runAsNonRoot !== true || !(pod.securityContext.runAsUser > 0),
    'has no seccomp profile': pod.securityContext.seccompProfile?.type !== 'RuntimeDefault',
    'may escalate': one.securityContext.allowPrivilegeEscalation !== false,
    'may write into its image': one.securityContext.readOnlyRootFilesystem !== true,
    'has capabilities': !one.securityContext.capabilities?.drop?.includes('ALL') || one.securityContext.capabilities.add,
    'has a token of the API server': pod.automountServiceAccountToken !== false,
    'takes variables of Services for settings': pod.enableServiceLinks !== false,
    'is on the host': pod.hostNetwork || pod.hostPID || pod.hostIPC,
    'mounts more than secrets': !pod.volumes.every(volume => volume.secret !== undefined)
  }).filter(([, is]) => is).map(([what]) => `${name} ${what}`)))
}

function careless (resources) {
  const budgets = resources.filter(one => one.kind === 'PodDisruptionBudget').map(one => one.metadata.name)
  return podsOf(resources).flatMap(({ name, set, pod }) => pod.containers.flatMap(one => Object.entries({
    'has no budget': !budgets.includes(name),
    'has one replica': set.replicas < 2,
    'has no requests': one.resources?.requests?.memory === undefined || one.resources.requests.cpu === undefined,
    'has no limit of memory': one.resources?.limits?.memory === undefined,
    'misses a probe': !one.startupProbe || !one.readinessProbe || !one.livenessProbe,
    'leaves before it is left': !one.lifecycle?.preStop,
    'is ended before it ends': pod.terminationGracePeriodSeconds < 30
  }).filter(([, is]) => is).map(([what]) => `${name} ${what}`)))
}

// ---- the checks ----

for (const [overlay, here] of [['centre', services], ['region', ['evaluation', 'gateway', 'notification']]]) {
  console.log(overlay)
  const resources = render(overlay)
  const problems = (await Promise.all(resources.map(problemsOf))).flat()
  check(`${resources.length} resources are what the schemas want, without unknown fields`, problems)
  check('every daemon of the site is there', here.filter(name => !podsOf(resources).some(one => one.name === name)))
  check('every pod keeps the restricted standard, and more', unrestricted(resources))
  check('every daemon has two replicas, a budget, probes, resources, and leaves in order', careless(resources))
  const names = new Set(resources.filter(one => one.kind === 'NetworkPolicy' && Object.keys(one.spec.podSelector).length === 0 && !one.spec.ingress && !one.spec.egress).map(one => one.metadata.name))
  check('what is not named is closed', names.size === 1)
  const broken = structuredClone(resources.find(one => one.kind === 'StatefulSet'))
  broken.spec.template.spec.containers[0].securityContext.readonlyRootFilesystem = true
  check('a misspelt field would be found', (await problemsOf(broken)).join().endsWith('readonlyRootFilesystem is no field'))
  broken.spec.replicas = 'two'
  check('a wrong type would be found', (await problemsOf(broken)).some(one => one.includes('replicas')))
}
console.log(`${good} ok, ${bad} wrong`)
process.exit(bad === 0 ? 0 : 1)
