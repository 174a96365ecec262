// The plain parts of deploy/kubernetes for podman, which knows pods and no StatefulSets: pods.mjs FOLDER BASE
// writes a pod for each daemon, its specification as kustomize makes it, into FOLDER/pods. What podman does
// not have is given here: Secrets are folders of FOLDER, names are host aliases (BASE.11, BASE.12, ...).
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseAllDocuments, stringify } from 'yaml'

const top = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const [folder, base] = process.argv.slice(2)
const rendered = execFileSync('kubectl', ['kustomize', join(top, 'deploy/kubernetes/overlays/centre')], { encoding: 'utf8' })
const sets = parseAllDocuments(rendered).map(one => one.toJS()).filter(one => one.kind === 'StatefulSet')
const names = ['database', ...sets.map(one => one.metadata.name)]
const address = name => `${base}.${11 + names.indexOf(name)}`
const hostAliases = names.map(name => ({ ip: address(name), hostnames: name === 'database' ? ['database-rw'] : [`${name}-0.${name}`, name] }))

function write (name, spec) {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: `wlacznik-play-${name}`, labels: { 'app.kubernetes.io/name': 'wlacznik' } }, spec }
  writeFileSync(join(folder, 'pods', `${name}.yaml`), stringify(pod))
  console.log(name, address(name))
}

mkdirSync(join(folder, 'pods'), { recursive: true })
write('database', {
  hostAliases,
  containers: [{
    name: 'database',
    image: 'localhost/wlacznik-database:latest',
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    volumeMounts: [{ name: 'roles', mountPath: '/configuration' }]
  }],
  volumes: [{ name: 'roles', hostPath: { path: join(folder, 'database'), type: 'Directory' } }]
})
for (const set of sets) {
  const spec = structuredClone(set.spec.template.spec)
  const from = { configuration: set.metadata.name, peers: 'peers', 'database-ca': 'peers' }
  delete spec.topologySpreadConstraints // of a cluster's nodes
  for (const one of spec.containers) {
    delete one.lifecycle // podman has no preStop
    delete one.ports // podman would publish them, all five the same
    // ... and asks by a program in the image, where there is none: we ask from outside.
    for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe']) delete one[probe]
  }
  spec.volumes = spec.volumes.map(({ name }) => ({ name, hostPath: { path: join(folder, from[name]), type: 'Directory' } }))
  write(set.metadata.name, { ...spec, hostAliases })
}
