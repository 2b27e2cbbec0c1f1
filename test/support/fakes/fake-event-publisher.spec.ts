import { describeEventPublisher } from '../contracts/event-publisher.contract';
import { FakeEventPublisher } from './fake-event-publisher';

describeEventPublisher('The fake', async () => {
  const publisher = new FakeEventPublisher();
  const away = new FakeEventPublisher();
  away.isAway = true;
  return { publisher, away, published: async () => publisher.published };
});
