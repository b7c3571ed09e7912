package dev.byok.command.diff;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownTests {

    @ParameterizedTest
    @CsvSource(delimiter = '%', quoteCharacter = '"', textBlock = """
            acme/app                 % `acme/app`
            main (SHARED at a, b:1)  % `main (SHARED at a, b:1)`
            a|b                      % <code>a&#124;b</code>
            a`b                      % <code>a&#96;b</code>
            <img src=x>              % <code>&#60;img src=x&#62;</code>
            ops@acme                 % <code>ops&#64;acme</code>
            [a](b)                   % <code>&#91;a&#93;(b)</code>
            a*b_c                    % <code>a&#42;b_c</code>
            a&lt;b                   % <code>a&#38;lt&#59;b</code>
            """)
    void leavesNothingOfANameThatMeansMoreThanItself(String text, String expected) {
        assertThat(Markdown.code(text)).isEqualTo(expected);
    }
}
