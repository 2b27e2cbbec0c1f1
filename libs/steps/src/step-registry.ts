import { Injectable } from '@nestjs/common';
import type { ClassConstructor } from 'class-transformer';
import type { Problem, StepType } from '@app/domain';
import type { StepHandler } from './shared/step-handler';
import { AssignPlanConfig, AssignPlanStep } from './types/assign-plan.step';
import {
  checkCreateEntitlement,
  CreateEntitlementConfig,
  CreateEntitlementStep,
} from './types/create-entitlement.step';
import { CreateWalletConfig, CreateWalletStep } from './types/create-wallet.step';
import { checkGrantCredits, GrantCreditsConfig, GrantCreditsStep } from './types/grant-credits.step';
import { checkSendEmail, SendEmailConfig, SendEmailStep } from './types/send-email.step';
import { checkUpdateCustomer, UpdateCustomerConfig, UpdateCustomerStep } from './types/update-customer.step';
import { checkWait, WaitConfig, WaitStep } from './types/wait.step';

interface ConfigRules<Config extends object> {
  readonly shape: ClassConstructor<Config>;
  /** What the members say together; called on a config of that shape. */
  readonly together: (config: Config, pointer: string) => Problem[];
}

const alone = (): Problem[] => [];

/** The config of every step type. A new type does not compile until it has one. */
export const CONFIG_RULES: { readonly [type in StepType]: ConfigRules<ConfigOf[type]> } = {
  assign_plan: { shape: AssignPlanConfig, together: alone },
  create_wallet: { shape: CreateWalletConfig, together: alone },
  grant_credits: { shape: GrantCreditsConfig, together: checkGrantCredits },
  send_email: { shape: SendEmailConfig, together: checkSendEmail },
  create_entitlement: { shape: CreateEntitlementConfig, together: checkCreateEntitlement },
  update_customer: { shape: UpdateCustomerConfig, together: checkUpdateCustomer },
  wait: { shape: WaitConfig, together: checkWait },
};

interface ConfigOf {
  assign_plan: AssignPlanConfig;
  create_wallet: CreateWalletConfig;
  grant_credits: GrantCreditsConfig;
  send_email: SendEmailConfig;
  create_entitlement: CreateEntitlementConfig;
  update_customer: UpdateCustomerConfig;
  wait: WaitConfig;
}

/** Step type → handler. A new type does not compile until it has one. */
@Injectable()
export class StepRegistry {
  readonly handlers: { readonly [type in StepType]: StepHandler<ConfigOf[type]> };

  constructor(
    plan: AssignPlanStep,
    wallet: CreateWalletStep,
    credits: GrantCreditsStep,
    mail: SendEmailStep,
    entitlement: CreateEntitlementStep,
    customer: UpdateCustomerStep,
    wait: WaitStep,
  ) {
    this.handlers = {
      ...{ assign_plan: plan, create_wallet: wallet, grant_credits: credits, send_email: mail },
      ...{ create_entitlement: entitlement, update_customer: customer, wait },
    };
  }
}

/** What a module needs to provide the registry. */
export const STEP_PROVIDERS = [
  StepRegistry,
  ...[AssignPlanStep, CreateWalletStep, GrantCreditsStep, SendEmailStep],
  ...[CreateEntitlementStep, UpdateCustomerStep, WaitStep],
];
