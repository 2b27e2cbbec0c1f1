import { NestFactory } from '@nestjs/core';
import { BillingGateway, MailGateway } from '@app/application';
import { STEP_PROVIDERS, StepRegistry } from '@app/steps';

/** Every kind of step on these ports. */
export async function aRegistry(billing: BillingGateway, mail: MailGateway): Promise<StepRegistry> {
  const ports = [
    { provide: BillingGateway, useValue: billing },
    { provide: MailGateway, useValue: mail },
  ];
  const module = { module: class StepsModule {}, providers: [...STEP_PROVIDERS, ...ports] };
  return (await NestFactory.createApplicationContext(module, { logger: false })).get(StepRegistry);
}
