package expression

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// maxDepth bounds nesting, so that no text can exhaust the stack here or in an engine.
const maxDepth = 100

// Parse reads an expression. Errors say at which position what was expected.
func Parse(source string) (Node, error) {
	list, err := tokens(source)
	if err != nil {
		return nil, fmt.Errorf("expression %q: %w", source, err)
	}
	p := parser{tokens: list}
	n, err := p.expression(0)
	if err == nil && p.peek().kind != end {
		err = at(p.peek().start, "%s was not expected here", p.peek())
	}
	if err != nil {
		return nil, fmt.Errorf("expression %q: %w", source, err)
	}
	return n, nil
}

type parser struct {
	tokens []token
	next   int
	depth  int
}

// binding is how strongly an operator of two sides holds them; it orders the grammar.
var binding = map[string]int{
	"or": 1, "and": 2,
	"=": 4, "!=": 4, "<>": 4, "<": 4, "<=": 4, ">": 4, ">=": 4, "is": 4,
	"+": 5, "-": 5, "*": 6, "/": 6, "%": 6,
}

const (
	bindingNot   = 3
	bindingMinus = 7
)

func (p *parser) peek() token { return p.tokens[p.next] }

func (p *parser) take() token {
	t := p.tokens[p.next]
	if t.kind != end {
		p.next++
	}
	return t
}

// operator is the token as an operator or keyword in lower case, "" where it is neither.
func operator(t token) string {
	switch t.kind {
	case symbol:
		return t.text
	case word:
		return strings.ToLower(t.text)
	}
	return ""
}

func (p *parser) accept(op string) bool {
	if operator(p.peek()) == op {
		p.next++
		return true
	}
	return false
}

func (p *parser) expect(op string) error {
	if !p.accept(op) {
		return at(p.peek().start, "expected %q, found %s", op, p.peek())
	}
	return nil
}

func (p *parser) expression(least int) (Node, error) {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > maxDepth {
		return nil, at(p.peek().start, "nested more than %d deep", maxDepth)
	}
	x, err := p.operand()
	if err != nil {
		return nil, err
	}
	for {
		op := operator(p.peek())
		strength, ok := binding[op]
		if !ok || strength < least {
			return x, nil
		}
		p.take()
		if op == "is" {
			not := p.accept("not")
			if err := p.expect("null"); err != nil {
				return nil, err
			}
			x = IsNull{X: x, Not: not}
			continue
		}
		y, err := p.expression(strength + 1)
		if err != nil {
			return nil, err
		}
		if op == "<>" {
			op = "!="
		}
		x = Binary{Operator: op, X: x, Y: y}
	}
}

func (p *parser) operand() (Node, error) {
	t := p.take()
	switch t.kind {
	case number:
		value, err := strconv.ParseFloat(t.text, 64)
		if err != nil || math.IsInf(value, 0) {
			return nil, at(t.start, "%q is not a number that a float can hold", t.text)
		}
		return Number{value}, nil
	case text:
		return Text{t.text}, nil
	case quoted:
		return Column{t.text}, nil
	}
	switch op := operator(t); op {
	case "(":
		x, err := p.expression(0)
		if err != nil {
			return nil, err
		}
		return x, p.expect(")")
	case "-", "+":
		x, err := p.expression(bindingMinus)
		if err != nil || op == "+" {
			return x, err
		}
		if n, ok := x.(Number); ok {
			return Number{-n.Value}, nil
		}
		return Unary{"-", x}, nil
	case "not":
		x, err := p.expression(bindingNot)
		return Unary{"not", x}, err
	case "true", "false":
		return Boolean{op == "true"}, nil
	case "null":
		return Null{}, nil
	case "case":
		return p.caseBranches(t)
	case "when", "then", "else", "end", "and", "or", "is":
		return nil, at(t.start, "%s was not expected here", t)
	}
	if t.kind != word {
		return nil, at(t.start, "expected a value, found %s", t)
	}
	if p.accept("(") {
		return p.call(t)
	}
	return Column{t.text}, nil
}

func (p *parser) caseBranches(start token) (Node, error) {
	c := Case{Else: Null{}}
	for p.accept("when") {
		condition, err := p.expression(0)
		if err != nil {
			return nil, err
		}
		if err := p.expect("then"); err != nil {
			return nil, err
		}
		value, err := p.expression(0)
		if err != nil {
			return nil, err
		}
		c.Whens = append(c.Whens, When{condition, value})
	}
	if len(c.Whens) == 0 {
		return nil, at(start.start, "case needs at least one \"when … then …\"")
	}
	if p.accept("else") {
		value, err := p.expression(0)
		if err != nil {
			return nil, err
		}
		c.Else = value
	}
	return c, p.expect("end")
}

func (p *parser) call(name token) (Node, error) {
	c := Call{Name: strings.ToLower(name.text)}
	f, ok := functions[c.Name]
	if !ok {
		return nil, at(name.start, "there is no function %s; there are %s", name.text, strings.Join(Functions(), ", "))
	}
	if !p.accept(")") {
		for {
			arg, err := p.expression(0)
			if err != nil {
				return nil, err
			}
			c.Args = append(c.Args, arg)
			if p.accept(")") {
				break
			}
			if err := p.expect(","); err != nil {
				return nil, err
			}
		}
	}
	if len(c.Args) < f.least || (f.most >= 0 && len(c.Args) > f.most) {
		return nil, at(name.start, "%s takes %s, not %d", c.Name, f.arity(), len(c.Args))
	}
	return c, nil
}
