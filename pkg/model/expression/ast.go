// Package expression is the small language in which a feature is computed from columns: arithmetic in float, comparison, case, and a dozen functions.
// It is parsed and checked here and written as SQL by each engine's dialect, so that an expression is portable and can never be an injection.
//
//	width * height
//	case when device = 'pixel' then brightness / 2 else brightness end
//	log("sepal length (cm)") - coalesce(offset, 0)
//	hour(time)
//
// Names of columns are bare (letters, digits, _) or in double quotes; texts are in single quotes; keywords and functions ignore case. A missing operand
// makes the result missing, but for coalesce, case, "is null", and, or. What has no value in the reals (division by zero, the logarithm of a number that
// is not positive, the root of a negative one) is missing, not an error and not an infinity.
package expression

// Node is a node of the syntax tree.
type Node interface{ node() }

type (
	// Number is a literal number.
	Number struct{ Value float64 }
	// Text is a literal text.
	Text struct{ Value string }
	// Boolean is true or false.
	Boolean struct{ Value bool }
	// Null is a missing value.
	Null struct{}
	// Column is a column of the source.
	Column struct{ Name string }
	// Unary is "-" or "not".
	Unary struct {
		Operator string
		X        Node
	}
	// Binary is one of + - * / % = != < <= > >= and or.
	Binary struct {
		Operator string
		X, Y     Node
	}
	// IsNull is "x is null", or "x is not null" where Not.
	IsNull struct {
		X   Node
		Not bool
	}
	// Call is a function of Functions; Name is in lower case.
	Call struct {
		Name string
		Args []Node
	}
	// Case is "case when … then … else … end"; Else is Null where it was left out.
	Case struct {
		Whens []When
		Else  Node
	}
)

// When is one branch of a Case.
type When struct{ If, Then Node }

func (Number) node()  {}
func (Text) node()    {}
func (Boolean) node() {}
func (Null) node()    {}
func (Column) node()  {}
func (Unary) node()   {}
func (Binary) node()  {}
func (IsNull) node()  {}
func (Call) node()    {}
func (Case) node()    {}

// Columns lists the columns that an expression reads, each once, in order of appearance.
func Columns(n Node) []string {
	var names []string
	seen := map[string]bool{}
	walk(n, func(n Node) {
		if c, ok := n.(Column); ok && !seen[c.Name] {
			seen[c.Name] = true
			names = append(names, c.Name)
		}
	})
	return names
}

func walk(n Node, visit func(Node)) {
	visit(n)
	switch n := n.(type) {
	case Unary:
		walk(n.X, visit)
	case Binary:
		walk(n.X, visit)
		walk(n.Y, visit)
	case IsNull:
		walk(n.X, visit)
	case Call:
		for _, arg := range n.Args {
			walk(arg, visit)
		}
	case Case:
		for _, w := range n.Whens {
			walk(w.If, visit)
			walk(w.Then, visit)
		}
		walk(n.Else, visit)
	}
}
