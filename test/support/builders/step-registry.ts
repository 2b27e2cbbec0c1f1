import { Test } from '@nestjs/testing';
import { BillingGateway, MailGateway } from '@app/application';
import { STEP_PROVIDERS, StepRegistry } from '@app/steps';

/** Every kind of step on these ports. */
export async function aRegistry(billing: BillingGateway, mail: MailGateway): Promise<StepRegistry> {
  const ports = [
    { provide: BillingGateway, useValue: billing },
    { provide: MailGateway, useValue: mail },
  ];
  const module = await Test.createTestingModule({ providers: [...STEP_PROVIDERS, ...ports] }).compile();
  return module.get(StepRegistry);
}
