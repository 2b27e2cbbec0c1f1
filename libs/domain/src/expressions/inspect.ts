import type { ASTNode } from '@marcbachmann/cel-js';
import { FORBIDDEN_NAMES } from '../definitions/definition';
import { didYouMean } from '../shared/nearest';
import type { ProblemCode } from '../shared/problem';
import { CALLS, LOOPS, METHODS, type Arities } from './function-names';

/** Something that is wrong with an expression whatever names it is evaluated over. */
export interface Issue {
  readonly code: ProblemCode;
  readonly reason: string;
}

/** Constant members from a name on, up to the first computed one, e.g. `['steps', 'step_1', 'output']`. */
export interface Path {
  readonly members: readonly string[];
}

export interface Inspection {
  readonly issues: readonly Issue[];
  readonly paths: readonly Path[];
}

/** What an expression uses: functions, literals, loops, and the paths into the names. */
export function inspect(tree: ASTNode): Inspection {
  const inspector = new Inspector();
  inspector.visit(tree, []);
  return inspector;
}

class Inspector implements Inspection {
  readonly issues: Issue[] = [];
  readonly paths: Path[] = [];

  /** `locals` are the variables of the loops around a node. */
  visit(node: ASTNode, locals: readonly string[]): void {
    switch (node.op) {
      case 'value':
        return this.visitLiteral(node.args);
      case 'id':
      case '.':
      case '[]':
        return this.visitPath(node, locals);
      case 'call':
        return this.visitCall(node.args, locals);
      case 'rcall':
        return this.visitMethod(node.args, locals);
      case 'map':
        return this.visitAll(node.args.flat(), locals);
      case '!_':
      case '-_':
        return this.visit(node.args, locals);
      case '.?':
      case '[?]':
        return this.report('optional members are not offered; test with has()');
      case 'list':
      case '?:':
      case '&&':
      case '||':
      case '==':
      case '!=':
      case '<':
      case '<=':
      case '>':
      case '>=':
      case 'in':
      case '+':
      case '-':
      case '*':
      case '/':
      case '%':
        return this.visitAll(node.args, locals);
    }
  }

  private visitAll(nodes: readonly ASTNode[], locals: readonly string[]): void {
    for (const node of nodes) this.visit(node, locals);
  }

  private visitLiteral(value: unknown): void {
    if (typeof value === 'object' && value !== null) this.report('bytes and unsigned numbers are not offered');
  }

  private visitCall([name, args]: [string, ASTNode[]], locals: readonly string[]): void {
    this.checkCall(name, args.length, CALLS);
    if (name === 'has' && args[0]?.op !== '.' && args[0]?.op !== '[]')
      this.report('has() takes a path such as trigger.customer.name');
    this.visitAll(args, locals);
  }

  private visitMethod([name, receiver, args]: [string, ASTNode, ASTNode[]], locals: readonly string[]): void {
    this.visit(receiver, locals);
    const [variable, ...bodies] = args;
    if (!Object.hasOwn(LOOPS, name) || variable?.op !== 'id') {
      this.checkCall(name, args.length, METHODS);
      return this.visitAll(args, locals);
    }
    this.checkCall(name, args.length, LOOPS);
    if (locals.length > 0) this.report(`${name}() stands inside of another loop`, 'too_deep');
    this.visitAll(bodies, [...locals, variable.args]);
  }

  private checkCall(name: string, arity: number, known: Arities): void {
    if (name === 'matches') return this.report('matches() is not offered; use startsWith, endsWith or contains');
    const arities = Object.hasOwn(known, name) ? known[name] : undefined;
    if (!arities) return this.report(`there is no function ${name}().${didYouMean(name, Object.keys(known))}`);
    if (!arities.includes(arity)) this.report(`${name}() does not take ${arity} arguments`);
  }

  private visitPath(node: ASTNode, locals: readonly string[]): void {
    const members: string[] = [];
    let base = node;
    for (; base.op === '.' || base.op === '[]'; base = base.args[0]) {
      const member = memberOf(base);
      if (member === undefined) {
        this.visit(base.args[1] as ASTNode, locals);
        members.length = 0;
      } else members.unshift(member);
      if (FORBIDDEN_NAMES.includes(member ?? '')) this.report(`"${member}" cannot be reached`, 'forbidden_name');
    }
    if (base.op !== 'id') return this.visit(base, locals);
    if (!locals.includes(base.args)) this.paths.push({ members: [base.args, ...members] });
  }

  private report(reason: string, code: ProblemCode = 'invalid_expression'): void {
    this.issues.push({ reason, code });
  }
}

/** The member that an access names, where it is constant. */
function memberOf(node: ASTNode & { op: '.' | '[]' }): string | undefined {
  const [, member] = node.args;
  if (typeof member === 'string') return member;
  if (member.op !== 'value') return undefined;
  return typeof member.args === 'string' || typeof member.args === 'bigint' ? String(member.args) : undefined;
}
