-- Les anomalies les plus fréquentes des bilans en vigueur et des derniers envois à corriger
SELECT c.code AS "Code", c.gravite AS "Gravité", c.indicateur AS "Indicateur",
    count(DISTINCT c.reception) AS "Bilans", count(*) AS "Occurrences", min(c.message) AS "Exemple"
FROM constats c JOIN suivi s ON s.id = c.reception AND (s.en_vigueur OR s.a_corriger)
GROUP BY ALL ORDER BY "Bilans" DESC, "Occurrences" DESC, "Code"
