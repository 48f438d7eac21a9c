// What must hold of every rendering, whatever the values are.
import { readFileSync } from 'node:fs';

const SERVER = 'src/Connectors.Server';
const METADATA_SERVICE = '169.254.169.254';
const CHOOSING = new Set(['Deployment', 'StatefulSet', 'PodDisruptionBudget', 'NetworkPolicy']);

export function checkObjects(variant, values, objects, fault) {
  const wrong = text => fault(`${variant}: ${text}`);
  const of = kind => objects.filter(object => object.kind === kind);
  const [deployment] = of('Deployment');
  if (!deployment) return wrong('there is no Deployment.');
  for (const object of objects.filter(podOf)) checkPod(object, wrong);
  checkNode(deployment, values, wrong);
  checkProbes(deployment, wrong);
  checkAccess(objects, wrong);
  checkChoice(objects, deployment, wrong);
  checkScaling(objects, deployment, values, wrong);
  checkNetwork(of('NetworkPolicy'), deployment, values, wrong);
  of('Ingress').forEach(ingress => checkIngress(ingress, deployment, wrong));
  of('ConfigMap').filter(map => !map.metadata.name.endsWith('-dashboard')).forEach(map => checkRedis(map, values, wrong));
  checkPresence(of, values, wrong);
  checkEnvironment(deployment, values, wrong);
  if ((of('StatefulSet').length === 1) !== values.redis.own.enabled) wrong('Redis is run, or not, against redis.own.enabled.');
}

function podOf(object) {
  return object.kind === 'Pod' ? object.spec : object.spec?.template?.spec;
}

function checkPod(object, wrong) {
  const pod = podOf(object);
  const name = `${object.kind} ${object.metadata.name}`;
  if (pod.automountServiceAccountToken !== false) wrong(`${name} has a token of the cluster.`);
  if (pod.enableServiceLinks !== false) wrong(`${name} gets variables of services.`);
  if (!(pod.securityContext?.runAsNonRoot && pod.securityContext.runAsUser > 0)) wrong(`${name} may run as root.`);
  if (pod.securityContext.seccompProfile?.type !== 'RuntimeDefault') wrong(`${name} has no seccomp profile.`);
  for (const container of pod.containers) {
    const security = container.securityContext ?? {};
    if (security.readOnlyRootFilesystem !== true) wrong(`${name} may write to its root.`);
    if (security.allowPrivilegeEscalation !== false) wrong(`${name} may escalate privileges.`);
    if (security.capabilities?.drop?.[0] !== 'ALL' || security.capabilities.add) wrong(`${name} has capabilities.`);
    if (container.resources?.limits?.cpu) wrong(`${name} has a CPU limit.`);
    if (!container.resources?.limits?.memory) wrong(`${name} has no memory limit.`);
    if (!container.resources?.requests?.cpu) wrong(`${name} asks for no CPU.`);
    if (!/[:@][^/]+$/.test(container.image) || container.image.endsWith(':latest')) wrong(`${name}: ${container.image} is not pinned.`);
  }
}

// The kubelet's patience covers the wait before, the drain, and what the server takes to end what could not move.
function checkNode({ spec }, values, wrong) {
  const source = readFileSync(`${SERVER}/Hosting/SessionServices.cs`, 'utf8');
  const end = Number(/TimeToEnd = TimeSpan\.FromSeconds\((\d+)\)/.exec(source)?.[1]);
  const pod = spec.template.spec;
  const env = Object.fromEntries(pod.containers[0].env.map(({ name, value }) => [name, value]));
  const wait = pod.containers[0].lifecycle?.preStop?.sleep?.seconds ?? 0;
  const needed = wait + Number(env.Connectors__DrainLimitSeconds) + Number(env.Connectors__DrainGraceSeconds) + end;
  const { terminationGracePeriodSeconds: given } = pod;
  if (!(given > needed)) wrong(`a node is killed after ${given} s; it needs ${needed} s.`);
  if (Number(env.Connectors__DrainLimitSeconds) !== values.drain.limitSeconds) wrong('the drain limit is not drain.limitSeconds.');
  const { type, rollingUpdate: { maxSurge, maxUnavailable } = {} } = spec.strategy;
  if (type !== 'RollingUpdate' || maxSurge !== 1 || maxUnavailable !== 0) wrong('a deploy takes nodes away first.');
  const written = new Set(pod.containers[0].volumeMounts.filter(mount => !mount.readOnly).map(mount => mount.mountPath));
  if (!written.has('/data') || !written.has('/tmp')) wrong('/data and /tmp must be writable.');
  for (const { name, value } of pod.containers[0].env) {
    if (/password|key$/i.test(name) && value !== undefined) wrong(`${name} stands in the Deployment in the clear.`);
  }
}

function checkProbes({ spec }, wrong) {
  const mapped = [...readFileSync(`${SERVER}/ServerApp.cs`, 'utf8').matchAll(/MapHealthChecks\("([^"]+)"/g)].map(match => match[1]);
  const [container] = spec.template.spec.containers;
  for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
    const { path, port } = container[probe]?.httpGet ?? {};
    if (!mapped.includes(path)) wrong(`${probe} asks for ${path}, which the server doesn't have.`);
    if (!container.ports.some(({ name }) => name === port)) wrong(`${probe} asks at ${port}, which is no port.`);
  }
  if (container.readinessProbe?.httpGet?.path === container.livenessProbe?.httpGet?.path) wrong('an emptied node would be restarted.');
}

function checkAccess(objects, wrong) {
  for (const { kind, metadata } of objects) {
    if (/^(Cluster)?Role(Binding)?$/.test(kind)) wrong(`${kind} ${metadata.name}: the service asks the cluster for nothing.`);
    if (kind === 'Secret') wrong(`Secret ${metadata.name}: secrets come by existingSecret.`);
    if (metadata.namespace !== 'prod') wrong(`${kind} ${metadata.name} names no namespace.`);
  }
  for (const account of objects.filter(({ kind }) => kind === 'ServiceAccount')) {
    if (account.automountServiceAccountToken !== false) wrong('the ServiceAccount gives out its token.');
  }
}

// Whatever chooses pods chooses those of one workload, and no others.
function checkChoice(objects, deployment, wrong) {
  const labelsOf = object => (object.kind === 'Pod' ? object : object.spec.template).metadata.labels;
  const pods = objects.filter(podOf).map(object => ({ object, labels: labelsOf(object) }));
  for (const object of objects) {
    const { selector, podSelector } = object.spec ?? {};
    const choice = object.kind === 'Service' ? selector : CHOOSING.has(object.kind) ? (selector ?? podSelector).matchLabels : undefined;
    if (!choice) continue;
    const chosen = pods.filter(({ labels }) => Object.entries(choice).every(([key, value]) => labels[key] === value));
    if (chosen.length !== 1) wrong(`${object.kind} ${object.metadata.name} chooses ${chosen.length} workloads.`);
    if (object.kind === 'PodDisruptionBudget' && chosen[0]?.object !== deployment) wrong('the PodDisruptionBudget is not for the nodes.');
  }
}

function checkScaling(objects, deployment, values, wrong) {
  const scaler = objects.find(({ kind }) => kind === 'HorizontalPodAutoscaler' || kind === 'ScaledObject');
  const { kind, targetPercent, minReplicas, maxReplicas } = values.autoscaling;
  if ((kind !== 'none') !== Boolean(scaler)) return wrong('nothing scales, or something does, against autoscaling.kind.');
  const fixed = deployment.spec.replicas !== undefined;
  if (Boolean(scaler) === fixed) wrong('either the Deployment says how many nodes, or what scales it.');
  if (!scaler) return undefined;
  const { spec } = scaler;
  if (spec.scaleTargetRef.name !== deployment.metadata.name) wrong('what is scaled is not the Deployment.');
  const behavior = spec.behavior ?? spec.advanced.horizontalPodAutoscalerConfig.behavior;
  const target = Number(spec.metrics?.[0].pods.target.averageValue ?? spec.triggers[0].metadata.threshold);
  if (target !== Math.floor(values.sessions.atOnce * targetPercent / 100)) wrong(`the target is ${target} sessions a node.`);
  const { scaleDown, scaleUp } = behavior;
  if (scaleDown.stabilizationWindowSeconds <= scaleUp.stabilizationWindowSeconds) wrong('down is as fast as up.');
  const bounds = [spec.minReplicas ?? spec.minReplicaCount, spec.maxReplicas ?? spec.maxReplicaCount];
  if (bounds[0] !== minReplicas || bounds[1] !== maxReplicas) wrong(`it scales from ${bounds[0]} to ${bounds[1]}.`);
  return undefined;
}

function checkNetwork(policies, deployment, values, wrong) {
  const { enabled } = values.networkPolicy;
  if ((policies.length > 0) !== enabled) return wrong('there are network policies, or not, against networkPolicy.enabled.');
  const policy = policies.find(({ metadata }) => metadata.name === deployment.metadata.name);
  if (!policy) return undefined;
  const own = JSON.stringify([{ podSelector: { matchLabels: deployment.spec.selector.matchLabels } }]);
  const silo = policy.spec.ingress.filter(({ ports }) => ports.some(({ port }) => port === values.cluster.siloPort));
  if (silo.length !== 1 || JSON.stringify(silo[0].from) !== own) wrong('others than nodes reach the port of nodes.');
  const open = policy.spec.ingress.filter(rule => !rule.from).flatMap(rule => rule.ports);
  if (open.some(({ port }) => port === values.operator.port)) wrong('everybody reaches the operator\'s API.');
  const rooms = policy.spec.egress.find(({ to }) => to?.some(({ ipBlock }) => ipBlock?.cidr === '0.0.0.0/0'));
  const ports = new Set(rooms?.ports.map(({ protocol, port, endPort }) => `${protocol} ${port}${endPort ? `-${endPort}` : ''}`));
  for (const port of ['TCP 443', 'TCP 7881', 'UDP 3478', 'UDP 50000-60000']) {
    if (!ports.has(port)) wrong(`rooms can't be reached at ${port}.`);
  }
  const { tcpPorts, udpPorts, udpRange } = values.networkPolicy.egress;
  const named = tcpPorts.length + udpPorts.length + (udpRange ? 1 : 0);
  if (ports.size !== named) wrong(`more ports are open to everywhere than values name: ${[...ports]}.`);
  const { except = [] } = rooms?.to.find(({ ipBlock }) => ipBlock.cidr === '0.0.0.0/0').ipBlock ?? {};
  const link = METADATA_SERVICE.split('.').slice(0, 2).join('.');
  if (!except.some(range => range.startsWith(link))) wrong('the metadata service can be reached.');
  if (!policy.spec.policyTypes.includes('Egress')) wrong('what goes out is not limited.');
  return undefined;
}

function checkIngress({ spec, metadata }, deployment, wrong) {
  const backends = spec.rules.flatMap(({ http }) => http.paths);
  if (backends.some(({ backend }) => backend.service.name !== deployment.metadata.name || backend.service.port.name !== 'http')) {
    wrong('the Ingress names another service than the API\'s.');
  }
  const shows = path => backends.some(one => path.startsWith(one.path));
  if (shows('/health/live') || shows('/metrics')) wrong('the Ingress shows more than the API.');
  const timeouts = Object.entries(metadata.annotations ?? {}).flatMap(([name, value]) => (/timeout/.test(name) ? [value] : []));
  if (timeouts.length < 2 || !timeouts.every(value => value === '3600' || value === '1h')) wrong('event streams are cut by the Ingress.');
}

// docs/05-storage-and-secrets.md: the server refuses to start on any other.
function checkRedis({ data }, values, wrong) {
  const lines = new Set(data['redis.conf'].split('\n').map(line => line.trim()));
  const { maxMemoryMegabytes } = values.redis.own;
  for (const line of ['appendonly yes', 'appendfsync always', 'maxmemory-policy noeviction', `maxmemory ${maxMemoryMegabytes}mb`]) {
    if (!lines.has(line)) wrong(`Redis is set up without '${line}'.`);
  }
}

// What a value turns on is there, and only then.
function checkPresence(of, values, wrong) {
  const wanted = { PodDisruptionBudget: values.podDisruptionBudget.enabled, ServiceMonitor: values.telemetry.serviceMonitor.enabled,
    PrometheusRule: values.telemetry.alerts.enabled, Ingress: values.ingress.enabled };
  for (const [kind, isWanted] of Object.entries(wanted)) {
    if ((of(kind).length > 0) !== isWanted) wrong(`there is ${isWanted ? 'no' : 'a'} ${kind}, against its value.`);
  }
  const affinity = of('Deployment')[0].spec.template.spec.affinity?.podAntiAffinity;
  if (Boolean(affinity) !== (values.spread.machines !== 'none')) wrong('nodes keep apart, or not, against spread.machines.');
}

// The server is told where telemetry goes, and that an external Redis is spoken to by TLS.
function checkEnvironment({ spec }, values, wrong) {
  const env = new Map(spec.template.spec.containers[0].env.map(({ name, value }) => [name, value]));
  const { endpoint, protocol } = values.telemetry.otlp;
  if ((env.get('OTEL_EXPORTER_OTLP_ENDPOINT') ?? '') !== endpoint) wrong('the collector is not telemetry.otlp.endpoint.');
  if (endpoint && env.get('OTEL_EXPORTER_OTLP_PROTOCOL') !== protocol) wrong('the protocol is not telemetry.otlp.protocol.');
  const { own, external } = values.redis;
  const tls = env.get('Connectors__Redis__Tls') ?? 'false';
  if (!own.enabled && String(external.tls) !== tls) wrong('Redis is spoken to by TLS, or not, against redis.external.tls.');
  if (env.get('Logging__Console__FormatterName') !== values.log.format) wrong('the log is not in log.format.');
}
