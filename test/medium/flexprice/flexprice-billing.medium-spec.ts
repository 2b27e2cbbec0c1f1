import { BillingGateway } from '@app/application';
import { FlexpriceBillingModule } from '@app/billing';
import { describeBillingGateway } from '../../support/contracts/billing-gateway.contract';
import { flexpriceWorld } from '../../support/flexprice/flexprice-world';
import { undocumentedRequests, useStandIn } from './use-stand-in';

const used = useStandIn((accounts) => FlexpriceBillingModule.forRoot(accounts));

afterEach(() => expect(undocumentedRequests(used.standIn)).toEqual([]));

describeBillingGateway('A Flexprice server', async () => flexpriceWorld(used.standIn, used.app.get(BillingGateway)));
