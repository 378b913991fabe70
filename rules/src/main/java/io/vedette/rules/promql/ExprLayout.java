package io.vedette.rules.promql;

/** Expressions over several lines: what is longer than a line is split where Prometheus splits it. */
final class ExprLayout {
    private static final int LINE_CHARACTERS = 100;

    private ExprLayout() {}

    /**
     * The expression over as many lines as it takes.
     *
     * @param level how often to indent; 0 also where the line has begun already
     */
    static String format(Expr expression, int level) {
        String indent = "  ".repeat(level);
        String line = expression.toString();
        if (expression instanceof Expr.Unary unary) {
            return indent
                    + (unary.negative() ? '-' : '+')
                    + format(unary.inner(), level).strip();
        }
        if (line.length() <= LINE_CHARACTERS) {
            return indent + line;
        }
        if (expression instanceof Expr.Binary binary) {
            return format(binary.left(), level + 1)
                    + '\n'
                    + indent
                    + ExprText.operator(binary)
                    + '\n'
                    + format(binary.right(), level + 1);
        } else if (expression instanceof Expr.Paren paren) {
            return indent + "(\n" + format(paren.inner(), level + 1) + '\n' + indent + ')';
        } else if (expression instanceof Expr.Aggregate || expression instanceof Expr.Call) {
            return indent + ExprText.head(expression) + "(\n" + children(expression, level + 1) + '\n' + indent + ')';
        } else if (expression instanceof Expr.Subquery subquery) {
            return format(subquery.inner(), level)
                    + line.substring(subquery.inner().toString().length());
        }
        return indent + line;
    }

    private static String children(Expr expression, int level) {
        StringBuilder out = new StringBuilder();
        for (Expr child : expression.children()) {
            out.append(out.isEmpty() ? "" : ",\n").append(format(child, level));
        }
        return out.toString();
    }
}
