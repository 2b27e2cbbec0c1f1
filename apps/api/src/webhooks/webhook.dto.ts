export class WebhookAcceptedDto {
  /** The id of the message, which is the event's from now on. */
  event_id: string;
}
