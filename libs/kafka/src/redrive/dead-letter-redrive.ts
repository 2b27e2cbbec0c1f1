import type { IHeaders, Kafka } from 'kafkajs';
import type { LetterPlace } from '@app/application';
import type { KafkaConfig } from '@app/config';
import { NOTE_HEADER } from '../publish/dead-letter-publisher';
import { LazyProducer } from '../publish/lazy-producer';
import type { RawMessage } from '../raw-message';
import { readTopic } from './read-topic';

export interface Redriven {
  /** Those that are on their topic again. */
  readonly redriven: readonly LetterPlace[];
  /** Those whose copy is not on the dead letter topic: it was too large to be copied, or is gone by now. */
  readonly missing: readonly LetterPlace[];
}

const OWN_HEADERS = /^x-dlq-/;

/** Puts dead letters back on the topics that they came from, as they were: their reader may be able to by now. */
export class DeadLetterRedrive {
  private readonly producer: LazyProducer;

  constructor(
    private readonly kafka: Kafka,
    private readonly config: Pick<KafkaConfig, 'deadLetterTopic'>,
  ) {
    this.producer = new LazyProducer(kafka);
  }

  /** @param onRedriven called for each, once it is durable on its topic. @throws unavailable */
  async execute(places: readonly LetterPlace[], onRedriven: (place: LetterPlace) => Promise<void>): Promise<Redriven> {
    const open = new Map(places.map((place) => [keyOf(place), place]));
    const redriven: LetterPlace[] = [];
    if (open.size > 0)
      await readTopic(this.kafka, this.config.deadLetterTopic, async (letter) => {
        const place = open.get(keyOf(placeOf(letter)));
        if (!place || isNote(letter)) return;
        await this.putBack(place, letter);
        await onRedriven(place);
        open.delete(keyOf(place));
        redriven.push(place);
      });
    await this.producer.disconnect();
    return { redriven, missing: [...open.values()] };
  }

  private async putBack({ topic }: LetterPlace, { key, value, headers }: RawMessage): Promise<void> {
    const own: IHeaders = Object.fromEntries(Object.entries(headers).filter(([name]) => !OWN_HEADERS.test(name)));
    await this.producer.send(topic, [{ key, value, headers: own }]);
  }
}

function isNote({ value, headers }: RawMessage): boolean {
  return value === null && Object.hasOwn(headers, NOTE_HEADER);
}

function placeOf({ headers }: RawMessage): LetterPlace {
  const text = (name: string): string => String(headers[`x-dlq-${name}`] ?? '');
  return { topic: text('topic'), partition: Number(text('partition')), offset: text('offset') };
}

function keyOf({ topic, partition, offset }: LetterPlace): string {
  return `${topic}/${partition}/${offset}`;
}
