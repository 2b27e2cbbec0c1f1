import { Client, Connection, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { Kafka, logLevel } from 'kafkajs';

/** The Kafka consumer that one would write by hand: a workflow for each message, then the offset. */
const { BENCH_KAFKA = '', BENCH_TOPIC = '', BENCH_TEMPORAL = '', BENCH_QUEUE = '', BENCH_WORKFLOW = '' } = process.env;
/** Starts at once; more do not pay on two cores. */
const PARALLEL = 50;

const client = new Client({ connection: await Connection.connect({ address: BENCH_TEMPORAL }) });
const kafka = new Kafka({ clientId: 'hand-written', brokers: BENCH_KAFKA.split(','), logLevel: logLevel.ERROR });
const consumer = kafka.consumer({ groupId: BENCH_TOPIC, maxWaitTimeInMs: 1000 });
await consumer.connect();
await consumer.subscribe({ topics: [BENCH_TOPIC], fromBeginning: true });
consumer.on('consumer.group_join', () => console.log('ready'));
await consumer.run({
  partitionsConsumedConcurrently: 3,
  eachBatchAutoResolve: false,
  eachBatch: async (payload) => {
    const { batch } = payload;
    for (let start = 0; start < batch.messages.length; start += PARALLEL) {
      const chunk = batch.messages.slice(start, start + PARALLEL);
      await Promise.all(chunk.map(({ value }) => startRun(String(value))));
      payload.resolveOffset(chunk.at(-1)?.offset ?? '');
      await payload.commitOffsetsIfNecessary(payload.uncommittedOffsets());
      await payload.heartbeat();
    }
  },
});

async function startRun(value: string): Promise<void> {
  const { id } = JSON.parse(value) as { id: string };
  try {
    await client.workflow.start(BENCH_WORKFLOW, { workflowId: id, taskQueue: BENCH_QUEUE, args: [id] });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
