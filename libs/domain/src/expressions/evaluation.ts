import type { ASTNode } from '@marcbachmann/cel-js';
import { negate, operate } from './arithmetic';
import { ExpressionFault } from './fault';
import { LOOPS } from './function-names';
import { call } from './functions';
import { callMethod } from './methods';
import { isList, isMap, isNumber, typeName, Work, type Value, type ValueMap } from './values';

/** Walks an inspected expression's tree over its names. Bounded by its work, and the same at every replay. */
export class Evaluation {
  constructor(
    private readonly names: ValueMap,
    private readonly work: Work,
  ) {}

  run(node: ASTNode): Value {
    this.work.spend(1);
    switch (node.op) {
      case 'value':
        return node.args as Value;
      case 'id':
        return this.member(this.names, node.args, node);
      case '.':
        return this.member(this.run(node.args[0]), node.args[1], node);
      case '[]':
        return this.member(this.run(node.args[0]), this.run(node.args[1]), node);
      case 'call':
        return this.call(node.args);
      case 'rcall':
        return this.method(node.args);
      case 'list':
        return node.args.map((item) => this.run(item));
      case 'map':
        return Object.fromEntries(node.args.map(([key, value]) => [this.key(key), this.run(value)]));
      case '?:':
        return this.run(this.truth(node.args[0]) ? node.args[1] : node.args[2]);
      case '&&':
        return this.logical(node.args, false);
      case '||':
        return this.logical(node.args, true);
      case '!_':
        return !this.truth(node.args);
      case '-_':
        return negate(this.run(node.args));
      case '.?':
      case '[?]':
        throw new ExpressionFault('optional members are not offered');
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
        return operate(node.op, this.run(node.args[0]), this.run(node.args[1]), this.work);
    }
  }

  private member(holder: Value, member: Value, node: ASTNode): Value {
    const value = memberOf(holder, member);
    if (value !== undefined) return value;
    throw new ExpressionFault(`${node.input.slice(node.range.start, node.range.end)} is not there`);
  }

  private call([name, [argument]]: [string, ASTNode[]]): Value {
    if (!argument) throw new ExpressionFault(`${name}() takes an argument`);
    return name === 'has' ? this.find(argument) !== undefined : call(name, this.run(argument), this.work);
  }

  private method([name, receiver, args]: [string, ASTNode, ASTNode[]]): Value {
    const holder = this.run(receiver);
    if (Object.hasOwn(LOOPS, name)) return this.loop(name as keyof typeof LOOPS, holder, args);
    return callMethod(name, holder, args.map((argument) => this.run(argument)), this.work); // prettier-ignore
  }

  /** What stands at a path, or undefined where any part of it is missing. */
  private find(node: ASTNode): Value | undefined {
    if (node.op === 'id') return memberOf(this.names, node.args);
    if (node.op !== '.' && node.op !== '[]') return this.run(node);
    const holder = this.find(node.args[0]);
    const [, member] = node.args;
    return holder === undefined ? undefined : memberOf(holder, typeof member === 'string' ? member : this.run(member));
  }

  private key(node: ASTNode): string {
    const key = this.run(node);
    if (typeof key === 'string') return key;
    throw new ExpressionFault('the key of a map is a text');
  }

  private truth(node: ASTNode): boolean {
    const value = this.run(node);
    if (typeof value === 'boolean') return value;
    throw new ExpressionFault(`true or false is needed where a ${typeName(value)} stands`);
  }

  /** One side that decides is enough, even where the other one fails, as CEL has it. */
  private logical([left, right]: readonly [ASTNode, ASTNode], decisive: boolean): boolean {
    let first: boolean;
    try {
      first = this.truth(left);
    } catch (error) {
      if (error instanceof ExpressionFault && this.truth(right) === decisive) return decisive;
      throw error;
    }
    return first === decisive ? decisive : this.truth(right);
  }

  private loop(name: keyof typeof LOOPS, holder: Value, [variable, test, transform]: readonly ASTNode[]): Value {
    if (variable?.op !== 'id' || !test) throw new ExpressionFault(`${name}() takes a variable and an expression`);
    const items = isMap(holder) ? Object.keys(holder) : holder;
    if (!isList(items)) throw new ExpressionFault(`${name}() does not go with a ${typeName(holder)}`);
    const inner = (item: Value) => new Evaluation({ ...this.names, [variable.args]: item }, this.work);
    const matches = (item: Value): boolean => inner(item).truth(test);
    switch (name) {
      case 'all':
        return items.every(matches);
      case 'exists':
        return items.some(matches);
      case 'exists_one':
        return items.filter(matches).length === 1;
      case 'filter':
        return items.filter(matches);
      case 'map':
        return transform
          ? items.filter(matches).map((item) => inner(item).run(transform))
          : items.map((item) => inner(item).run(test));
    }
  }
}

/** Own members only; the items of a list by whole numbers from 0. */
function memberOf(holder: Value, member: Value): Value | undefined {
  if (isList(holder)) return isNumber(member) ? holder[Number(member)] : undefined;
  return isMap(holder) && typeof member === 'string' && Object.hasOwn(holder, member) ? holder[member] : undefined;
}
