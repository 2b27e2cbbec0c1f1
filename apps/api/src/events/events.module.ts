import { GetEvent, PublishEvents } from '@app/application';
import { Module } from '@nestjs/common';
import { EventsController } from './events.controller';

/** Events over REST. */
@Module({ controllers: [EventsController], providers: [GetEvent, PublishEvents] })
export class EventsModule {}
