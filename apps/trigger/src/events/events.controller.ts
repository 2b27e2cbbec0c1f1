import { Controller, UseFilters } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { RethrowFilter, SYSTEM_EVENTS, type Handled, type KafkaBatch } from '@app/kafka';
import { EventIntake } from './event-intake';

@Controller()
@UseFilters(RethrowFilter)
export class EventsController {
  constructor(private readonly intake: EventIntake) {}

  @EventPattern<string>(SYSTEM_EVENTS)
  handle(@Payload() batch: KafkaBatch): Promise<Handled> {
    return this.intake.take(batch);
  }
}
