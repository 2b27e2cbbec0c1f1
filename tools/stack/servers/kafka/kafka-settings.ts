export interface KafkaPlace {
  /** Where it listens: 127.0.0.1, or all addresses of a container. */
  bind: string;
  port: number;
  controllerPort: number;
  dataFolder: string;
  /** A second listener that sends its clients to a proxy in front of it. */
  proxied?: { port: number; proxyPort: number } | undefined;
}

/** Settings of a single node that is broker and controller at once, tuned for tests and development. */
export function kafkaSettings({ bind, port, controllerPort, dataFolder, proxied }: KafkaPlace): Record<string, string> {
  const behindProxy = (host: string, at?: number): string => (proxied ? `,PROXIED://${host}:${at}` : '');
  return {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://${bind}:${port},CONTROLLER://127.0.0.1:${controllerPort}${behindProxy(bind, proxied?.port)}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}${behindProxy('127.0.0.1', proxied?.proxyPort)}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,PROXIED:PLAINTEXT',
    'log.dirs': dataFolder,
    // A topic is created on purpose, with the partitions it needs.
    'auto.create.topics.enable': 'false',
    'group.initial.rebalance.delay.ms': '0',
    'default.replication.factor': '1',
    'offsets.topic.replication.factor': '1',
    // The default of 50 partitions is loaded one by one at each start.
    'offsets.topic.num.partitions': '4',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'transaction.state.log.num.partitions': '4',
    'share.coordinator.state.topic.replication.factor': '1',
    'share.coordinator.state.topic.min.isr': '1',
    // A group of refused events of 1 MB each still fits one message.
    'message.max.bytes': String(4 * 1024 * 1024),
    'replica.fetch.max.bytes': String(4 * 1024 * 1024),
  };
}

/** The file format of those settings. */
export function toProperties(settings: Record<string, string>): string {
  return Object.entries(settings)
    .map(([key, value]) => `${key}=${value.replaceAll('\\', '\\\\')}\n`)
    .join('');
}

/** The same as the variables the container image reads: KAFKA_ and capitals, dots as underscores. */
export function toImageVariables(settings: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [`KAFKA_${key.toUpperCase().replaceAll('.', '_')}`, value]),
  );
}
