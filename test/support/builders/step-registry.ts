import type { BillingGateway, MailGateway } from '@app/application';
import { StepRegistry } from '@app/steps';
import { AssignPlanStep } from '../../../libs/steps/src/types/assign-plan.step';
import { CreateEntitlementStep } from '../../../libs/steps/src/types/create-entitlement.step';
import { CreateWalletStep } from '../../../libs/steps/src/types/create-wallet.step';
import { GrantCreditsStep } from '../../../libs/steps/src/types/grant-credits.step';
import { SendEmailStep } from '../../../libs/steps/src/types/send-email.step';
import { UpdateCustomerStep } from '../../../libs/steps/src/types/update-customer.step';
import { WaitStep } from '../../../libs/steps/src/types/wait.step';

/** Every kind of step on these ports. */
export function aRegistry(billing: BillingGateway, mail: MailGateway): StepRegistry {
  const ledger = [new AssignPlanStep(billing), new CreateWalletStep(billing), new GrantCreditsStep(billing)] as const;
  const others = [new CreateEntitlementStep(billing), new UpdateCustomerStep(billing), new WaitStep()] as const;
  return new StepRegistry(...ledger, new SendEmailStep(billing, mail), ...others);
}
